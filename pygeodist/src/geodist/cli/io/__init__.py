"""Tables in and out: every format behind one `Source` and one `Sink`."""
