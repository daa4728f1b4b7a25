// A scripted Backend for tests and examples.
