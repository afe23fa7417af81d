-- Dump of a store written by the code of schema version 7. Never edit it.
BEGIN TRANSACTION;
CREATE TABLE contacts ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "plan" INTEGER NOT NULL, rung INTEGER, name TEXT NOT NULL, day TEXT NOT NULL, said TEXT NOT NULL, next_step TEXT NOT NULL, FOREIGN KEY("plan") REFERENCES plans (id) ON DELETE CASCADE, FOREIGN KEY(rung) REFERENCES rungs (id) ON DELETE CASCADE );
INSERT INTO "contacts" VALUES(1,1,1,'Żółw Łódź','2026-11-20','Read ''the'' <b>old</b> one
first','Send the table 🦀');
INSERT INTO "contacts" VALUES(2,1,NULL,'Ada Quill','2026-11-21','','');
CREATE TABLE flags ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL, niche_id TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, scope TEXT NOT NULL, run_id TEXT NOT NULL, as_of TEXT NOT NULL, told TEXT NOT NULL, score FLOAT, achievable FLOAT, evidence TEXT NOT NULL, CHECK (kind IN ('real', 'demonstration')), CHECK (event IN ('flagged', 'dropped', 'grew', 'did not grow')) );
INSERT INTO "flags" VALUES(1,'flagged','n0dd','Gezeiten 🦀 <b>''x''</b>','real','cs.RO; 120 papers a niche','2023-12-0a1b2c3d','2023-12-31','2024-01-05T12:00:00+00:00',93.5,61.25,'{"by_chance": 0.001, "growing_terms": 0.21, "growth": 1.2, "last_month": "2023-12", "newcomers": 0.4, "papers_recent": 31}');
INSERT INTO "flags" VALUES(2,'flagged','n1','kelp','demonstration','cs.RO; 120 papers a niche','2023-12-0a1b2c3d','2023-12-31','2024-01-05T12:00:00+00:00',NULL,61.25,'{"by_chance": 0.001, "growing_terms": 0.21, "growth": 1.2, "last_month": "2023-12", "newcomers": 0.4, "papers_recent": 31}');
INSERT INTO "flags" VALUES(3,'dropped','n0dd','Gezeiten 🦀 <b>''x''</b>','real','cs.RO; 120 papers a niche','2024-01-ffffffff','2024-01-31','2024-02-05T12:00:00+00:00',93.5,61.25,'{"found": true}');
CREATE TABLE meta (
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "meta" VALUES('store','user');
INSERT INTO "meta" VALUES('version','7');
CREATE TABLE niches (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	niche_id TEXT NOT NULL, 
	slug TEXT NOT NULL, 
	name TEXT NOT NULL, 
	run_id TEXT NOT NULL, 
	as_of TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	definition TEXT NOT NULL, 
	note TEXT NOT NULL, 
	saved_at TEXT NOT NULL, 
	CHECK (kind IN ('real', 'demonstration')), 
	UNIQUE (niche_id), 
	UNIQUE (slug)
);
INSERT INTO "niches" VALUES(1,'n4f2a91c0','tide-pool-robots','tide pool robots','2024-12-aa','2024-12-31','real','{"terms": ["soft limbs"], "phrases": ["soft limbs"], "query": "", "paper_ids": ["2301.10001"], "shown": {"growth": 1.31}}','','2026-11-28T08:55:00+00:00');
CREATE TABLE outcomes ( rung INTEGER NOT NULL, learned TEXT NOT NULL, shared TEXT NOT NULL, links TEXT NOT NULL, PRIMARY KEY (rung), FOREIGN KEY(rung) REFERENCES rungs (id) ON DELETE CASCADE );
INSERT INTO "outcomes" VALUES(1,'Gezeiten “x”','A <i>note</i>','code https://example.org/a?b=''c''');
CREATE TABLE plan_log ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "plan" INTEGER NOT NULL, rung INTEGER, day TEXT NOT NULL, minutes INTEGER NOT NULL, event TEXT NOT NULL, note TEXT NOT NULL, CHECK (minutes >= 0), FOREIGN KEY("plan") REFERENCES plans (id) ON DELETE CASCADE, FOREIGN KEY(rung) REFERENCES rungs (id) ON DELETE CASCADE );
INSERT INTO "plan_log" VALUES(1,1,1,'2026-11-28',0,'started','');
INSERT INTO "plan_log" VALUES(2,1,1,'2026-11-28',25,'','Read ''the'' main paper; <b>🦀</b>');
INSERT INTO "plan_log" VALUES(3,1,NULL,'2026-11-28',10,'','');
CREATE TABLE plans (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	niche INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	hours_per_week FLOAT NOT NULL, 
	created TEXT NOT NULL, 
	updated TEXT NOT NULL, 
	CHECK (hours_per_week > 0), 
	FOREIGN KEY(niche) REFERENCES niches (id) ON DELETE CASCADE
);
INSERT INTO "plans" VALUES(1,1,'Plan: tide pool robots',5.0,'2026-11-28T08:55:00+00:00','2026-11-28T11:40:00+00:00');
CREATE TABLE profile ( part TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (part) );
INSERT INTO "profile" VALUES('skills','{"code": "have", "write": "willing to develop"}');
INSERT INTO "profile" VALUES('interests','"Gezeiten 🦀, <b>''soft'' limbs</b>"');
INSERT INTO "profile" VALUES('abstracts','["We push.\nLine ''two''; -- no comment"]');
INSERT INTO "profile" VALUES('works','[{"title": "Grüße aus dem Watt", "text": "mud, kelp"}]');
INSERT INTO "profile" VALUES('author','"Zoë Quill"');
INSERT INTO "profile" VALUES('hours_per_week','6.5');
INSERT INTO "profile" VALUES('compute','"one GPU"');
INSERT INTO "profile" VALUES('people','"alone"');
INSERT INTO "profile" VALUES('data','"tide tables"');
INSERT INTO "profile" VALUES('languages','["Deutsch", "English"]');
INSERT INTO "profile" VALUES('deadlines','[{"day": "2027-03-01", "what": "Thesis"}]');
INSERT INTO "profile" VALUES('changed','"2026-11-28T10:50:00+00:00"');
CREATE TABLE rung_papers (
	rung INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	arxiv_id TEXT NOT NULL, 
	title TEXT NOT NULL, 
	why TEXT NOT NULL, 
	PRIMARY KEY (rung, position), 
	FOREIGN KEY(rung) REFERENCES rungs (id) ON DELETE CASCADE
);
INSERT INTO "rung_papers" VALUES(1,1,'2301.10001','Surge filters','Main paper.');
CREATE TABLE rungs (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	"plan" INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	title TEXT NOT NULL, 
	problem TEXT NOT NULL, 
	approaches TEXT NOT NULL, 
	feasibility_and_value TEXT NOT NULL, 
	milestones TEXT NOT NULL, 
	budget TEXT NOT NULL, 
	done_when TEXT NOT NULL, 
	hours FLOAT NOT NULL, 
	state TEXT NOT NULL, 
	no_papers BOOLEAN NOT NULL, 
	version INTEGER NOT NULL, 
	CHECK (hours > 0), 
	CHECK (length(done_when) > 0), 
	FOREIGN KEY("plan") REFERENCES plans (id) ON DELETE CASCADE
);
INSERT INTO "rungs" VALUES(1,1,1,'learning','Repeat the surge filter','Waves push the robot off.','- filters
- soft limbs','Three papers share code.','- Week 1 (5 h): run it. Metric: success rate.','- Hours: 20','The table is reproduced.',20.0,'started',0,2);
CREATE TABLE scenarios ( "plan" INTEGER NOT NULL, name TEXT NOT NULL, response TEXT NOT NULL, PRIMARY KEY ("plan", name), FOREIGN KEY("plan") REFERENCES plans (id) ON DELETE CASCADE );
INSERT INTO "scenarios" VALUES(1,'booms','Go “faster”');
INSERT INTO "scenarios" VALUES(1,'stalls','');
CREATE TABLE wishes ( niche_id TEXT NOT NULL, computed_name TEXT NOT NULL, own_name TEXT NOT NULL, hidden BOOLEAN NOT NULL, part_of TEXT NOT NULL, came_from TEXT NOT NULL, kind TEXT NOT NULL, changed TEXT NOT NULL, PRIMARY KEY (niche_id), CHECK (kind IN ('real', 'demonstration')) );
INSERT INTO "wishes" VALUES('n0dd','staff line erasure','',1,'','','real','2026-11-28T08:55:00+00:00');
INSERT INTO "wishes" VALUES('n4f2a91c0','tide pool robots','Gezeiten 🦀 <b>''x''</b>',0,'','','real','2026-11-28T08:55:00+00:00');
INSERT INTO "wishes" VALUES('n77','kelp farms','',0,'n4f2a91c0','','real','2026-11-28T11:05:00+00:00');
INSERT INTO "wishes" VALUES('n9','sea grass','Gräser “2”',0,'','dune ''x''','real','2026-11-28T11:05:00+00:00');
CREATE INDEX ix_plans_niche ON plans (niche);
CREATE INDEX ix_rungs_plan ON rungs ("plan");
CREATE INDEX ix_plan_log_plan ON plan_log ("plan");
CREATE TRIGGER flags_stay BEFORE UPDATE ON flags BEGIN SELECT RAISE(ABORT, 'a flag is never changed'); END;
CREATE TRIGGER flags_are_kept BEFORE DELETE ON flags BEGIN SELECT RAISE(ABORT, 'a flag is never deleted'); END;
CREATE TRIGGER flags_are_added BEFORE INSERT ON flags WHEN EXISTS (SELECT 1 FROM flags WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a flag is never replaced'); END;
CREATE INDEX ix_contacts_plan ON contacts ("plan");
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('niches',1);
INSERT INTO "sqlite_sequence" VALUES('plans',1);
INSERT INTO "sqlite_sequence" VALUES('rungs',1);
INSERT INTO "sqlite_sequence" VALUES('plan_log',3);
INSERT INTO "sqlite_sequence" VALUES('flags',3);
INSERT INTO "sqlite_sequence" VALUES('contacts',2);
COMMIT;
