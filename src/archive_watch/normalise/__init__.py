"""The normal forms by which two captures are compared.  Pure."""
