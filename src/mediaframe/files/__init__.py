"""Files as they are read and written: text, rows, YAML with places, schemas, folders that appear whole, provenance."""
