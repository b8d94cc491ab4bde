"""The command line: parse, call, render. It knows no law."""
