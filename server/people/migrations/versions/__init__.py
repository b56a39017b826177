"""The steps, oldest first; alembic reads them. A step that was released is never changed."""
