"""How items, agents and events are put into lines; knows no widget."""
