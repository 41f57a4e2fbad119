//! Subjects for tests, complete and unobjectionable until a test changes one thing.
