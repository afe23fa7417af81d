"""What numbers, tables and texts look like to a reader; nothing here knows Streamlit."""
