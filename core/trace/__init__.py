"""One iteration taken apart: every array of an update, by the article's name for it and by its formula."""
