"""kqa: questions over review articles, answered in passages quoted word for word."""
