"""datasette_plugin"""
