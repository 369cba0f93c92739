"""What the program does, one verb a file: decide with the stages, then act through the doors."""
