"""Contracts: the tables that Tymor reads, their columns, keys and rules."""
