"""What can be done on the Runs screen: a topic a file, put together by `RunsScreen`."""
