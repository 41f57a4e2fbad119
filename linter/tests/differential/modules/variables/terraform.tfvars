from_file = ["1", 2, 3.5]
