"""What tools give besides their result: progress while they run, prints, files of long outputs."""
