def is_export(content, *, name):
    return False
