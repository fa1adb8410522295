"""What can be done with a run on its screen: a topic a file, put together by `RunScreen`."""
