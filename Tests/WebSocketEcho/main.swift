// Sends every message back.
