"""The condition language: text in, one checked expression tree out, and several readings of that tree."""
