"""Many runs of one configuration: the file of inputs, and the runs side by side."""
