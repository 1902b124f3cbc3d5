"""Files that tests print: made here, or by the programs that people use."""
