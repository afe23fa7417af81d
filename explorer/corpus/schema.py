"""The tables of ``papers.sqlite``, version by version; SQL and nothing else.

Categories are numbers, so that the papers of one lie side by side in `paper_categories`, by day.
`papers_text` indexes the words of `papers` without a copy of them, and `month_category` holds
counts that follow from it: whoever writes papers keeps both right, in the same transaction. Long
columns come last, so that a scan of the short ones need not walk past them. Papers that arXiv
deleted stand in `deleted_papers` only; `oai_lists` is where a list that was cut off goes on. What
an analysis reads of a paper that was held is noted in `paper_changes` when it changes or goes.
"""

MIGRATIONS = (
    """
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE papers (
        key INTEGER PRIMARY KEY,
        arxiv_id TEXT NOT NULL UNIQUE,
        published TEXT NOT NULL, -- day of the first version
        month TEXT GENERATED ALWAYS AS (substr(published, 1, 7)) VIRTUAL,
        updated TEXT NOT NULL, -- day of the version held, '' if its source does not tell
        primary_category TEXT NOT NULL,
        categories TEXT NOT NULL, -- joined by spaces
        title TEXT NOT NULL,
        authors TEXT NOT NULL, -- joined by '; '
        comments TEXT NOT NULL,
        journal_ref TEXT NOT NULL,
        doi TEXT NOT NULL,
        license TEXT NOT NULL,
        license_as_of TEXT NOT NULL, -- `updated` of the version that stated the licence
        abstract TEXT NOT NULL
    );
    CREATE TABLE categories (key INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE);
    CREATE TABLE paper_categories (
        category INTEGER NOT NULL,
        published TEXT NOT NULL,
        paper INTEGER NOT NULL,
        PRIMARY KEY (category, published, paper)
    ) WITHOUT ROWID;
    CREATE TABLE month_category (
        category INTEGER NOT NULL,
        month TEXT NOT NULL,
        papers INTEGER NOT NULL,
        primary_papers INTEGER NOT NULL,
        PRIMARY KEY (category, month)
    ) WITHOUT ROWID;
    CREATE VIRTUAL TABLE papers_text USING fts5(
        title, abstract, authors, content='papers', content_rowid='key',
        tokenize='porter unicode61 remove_diacritics 2'
    );
    -- A third of the work of indexing millions of papers is saved by gathering the words of a whole
    -- transaction before they are written. Parts of the index are merged little by little, from
    -- eight on: merged all at once, as SQLite does with sixteen, they need their room twice.
    INSERT INTO papers_text (papers_text, rank) VALUES ('hashsize', 33554432);
    INSERT INTO papers_text (papers_text, rank) VALUES ('automerge', 8);
    INSERT INTO papers_text (papers_text, rank) VALUES ('crisismerge', 64);
    CREATE TABLE harvests (
        key INTEGER PRIMARY KEY,
        source TEXT NOT NULL,
        category TEXT NOT NULL,
        since TEXT NOT NULL,
        until TEXT NOT NULL,
        fetched_at TEXT NOT NULL,
        received INTEGER NOT NULL,
        expected INTEGER,
        state TEXT NOT NULL
    );
    """,
    """
    ALTER TABLE papers ADD COLUMN -- day of the record that is held, '' if its source does not tell
        recorded TEXT NOT NULL DEFAULT '';
    ALTER TABLE papers ADD COLUMN -- last day on which arXiv is known to have touched the record
        modified TEXT NOT NULL DEFAULT '';
    CREATE TABLE deleted_papers (
        arxiv_id TEXT PRIMARY KEY,
        deleted TEXT NOT NULL, -- day of the newest deletion
        buried TEXT -- the paper as JSON while it is deleted, if it ever came
    ) WITHOUT ROWID;
    CREATE TABLE oai_lists (
        category TEXT NOT NULL,
        asked_from TEXT NOT NULL, -- day since which records changed
        since TEXT NOT NULL, -- papers submitted earlier are only updated
        seen TEXT NOT NULL, -- all that changed before this day came
        began TEXT NOT NULL, -- by the server's clock, as are the others
        token TEXT NOT NULL, -- '' if the list has to be begun again
        expires TEXT NOT NULL,
        PRIMARY KEY (category, asked_from)
    ) WITHOUT ROWID;
    """,
    """
    INSERT INTO meta VALUES ('store', lower(hex(randomblob(8))));
    CREATE TABLE paper_changes (change INTEGER PRIMARY KEY, paper INTEGER NOT NULL, arxiv_id TEXT);
    CREATE TRIGGER paper_changed AFTER UPDATE ON papers
    WHEN (old.published, old.primary_category, old.categories, old.title, old.authors,
        old.comments, old.abstract) IS NOT (new.published, new.primary_category, new.categories,
        new.title, new.authors, new.comments, new.abstract)
    BEGIN INSERT INTO paper_changes (paper, arxiv_id) VALUES (old.key, old.arxiv_id); END;
    CREATE TRIGGER paper_gone AFTER DELETE ON papers
    BEGIN INSERT INTO paper_changes (paper, arxiv_id) VALUES (old.key, old.arxiv_id); END;
    """,
)
"""Each script brings a store from its position in this list to the next version.

A statement ends with a semicolon at the end of a line.
"""
