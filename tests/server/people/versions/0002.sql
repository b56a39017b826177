BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0002');
CREATE TABLE blocks (
	person VARCHAR(22) NOT NULL, 
	blocked VARCHAR(22) NOT NULL, 
	CONSTRAINT pk_blocks PRIMARY KEY (person, blocked), 
	CONSTRAINT fk_blocks_person FOREIGN KEY(person) REFERENCES people (id), 
	CONSTRAINT fk_blocks_blocked FOREIGN KEY(blocked) REFERENCES people (id)
);
INSERT INTO "blocks" VALUES('aaaaaaaaaaaaaaaaaaaaaa','bbbbbbbbbbbbbbbbbbbbbb');
CREATE TABLE guest_keys (
	hash BLOB NOT NULL, 
	person VARCHAR(22) NOT NULL, 
	CONSTRAINT pk_guest_keys PRIMARY KEY (hash), 
	CONSTRAINT fk_guest_keys_person FOREIGN KEY(person) REFERENCES people (id)
);
INSERT INTO "guest_keys" VALUES(X'00FF00FF00FF00FF00FF00FF00FF00FF00FF00FF00FF00FF00FF00FF00FF00FF','bbbbbbbbbbbbbbbbbbbbbb');
CREATE TABLE match_players (
	"match" VARCHAR(22) NOT NULL, 
	pid INTEGER NOT NULL, 
	person VARCHAR(22), 
	bot VARCHAR(40), 
	name VARCHAR(64) NOT NULL, 
	score FLOAT NOT NULL, 
	place INTEGER NOT NULL, 
	result VARCHAR(5) NOT NULL, 
	rating_before INTEGER, 
	rating_after INTEGER, 
	at BIGINT NOT NULL, 
	CONSTRAINT pk_match_players PRIMARY KEY ("match", pid), 
	CONSTRAINT ck_match_players_result CHECK (result IN ('won', 'drawn', 'lost')), 
	CONSTRAINT fk_match_players_match FOREIGN KEY("match") REFERENCES matches (id), 
	CONSTRAINT fk_match_players_person FOREIGN KEY(person) REFERENCES people (id)
);
INSERT INTO "match_players" VALUES('mmmmmmmmmmmmmmmmmmmmmm',1,'aaaaaaaaaaaaaaaaaaaaaa',NULL,'Ann',2.5,1,'won',1500,1512,1767225600000);
INSERT INTO "match_players" VALUES('mmmmmmmmmmmmmmmmmmmmmm',2,NULL,'easy','Rex',0.5,2,'lost',1500,1488,1767225600000);
CREATE TABLE match_upgrades (
	"match" VARCHAR(22) NOT NULL, 
	pid INTEGER NOT NULL, 
	upgrade VARCHAR(40) NOT NULL, 
	person VARCHAR(22), 
	taken INTEGER NOT NULL, 
	games INTEGER NOT NULL, 
	won_games INTEGER NOT NULL, 
	CONSTRAINT pk_match_upgrades PRIMARY KEY ("match", pid, upgrade), 
	CONSTRAINT fk_match_upgrades_match FOREIGN KEY("match") REFERENCES matches (id), 
	CONSTRAINT fk_match_upgrades_person FOREIGN KEY(person) REFERENCES people (id)
);
INSERT INTO "match_upgrades" VALUES('mmmmmmmmmmmmmmmmmmmmmm',1,'shield','aaaaaaaaaaaaaaaaaaaaaa',1,2,1);
CREATE TABLE matches (
	id VARCHAR(22) NOT NULL, 
	room VARCHAR(64) NOT NULL, 
	number INTEGER NOT NULL, 
	game VARCHAR(20) NOT NULL, 
	at BIGINT NOT NULL, 
	reason VARCHAR(40) NOT NULL, 
	rated BOOLEAN NOT NULL, 
	games TEXT DEFAULT '[]' NOT NULL, 
	replay BLOB, 
	CONSTRAINT pk_matches PRIMARY KEY (id), 
	CONSTRAINT uq_matches_room_number UNIQUE (room, number)
);
INSERT INTO "matches" VALUES('mmmmmmmmmmmmmmmmmmmmmm','rrrrrrrrrrrrrrrrrrrrrr',1,'chess',1767225600000,'mate',1,'[{"winner": 1, "reason": "mate"}]',X'80007265706C6179');
INSERT INTO "matches" VALUES('nnnnnnnnnnnnnnnnnnnnnn','rrrrrrrrrrrrrrrrrrrrrr',2,'quiz',1767225600000,'over',0,'[]',NULL);
CREATE TABLE people (
	id VARCHAR(22) NOT NULL, 
	username VARCHAR(64), 
	username_key VARCHAR(64), 
	password VARCHAR(200), 
	name VARCHAR(64) DEFAULT '' NOT NULL, 
	picture VARCHAR(80), 
	created_at BIGINT NOT NULL, 
	seen_at BIGINT NOT NULL, 
	banned BOOLEAN DEFAULT 0 NOT NULL, 
	deleted_at BIGINT, 
	merged_into VARCHAR(22), 
	CONSTRAINT pk_people PRIMARY KEY (id), 
	CONSTRAINT ck_people_username CHECK ((username IS NULL) = (username_key IS NULL)), 
	CONSTRAINT ck_people_password CHECK ((username IS NULL) = (password IS NULL)), 
	CONSTRAINT uq_people_username_key UNIQUE (username_key), 
	CONSTRAINT fk_people_merged_into FOREIGN KEY(merged_into) REFERENCES people (id)
);
INSERT INTO "people" VALUES('aaaaaaaaaaaaaaaaaaaaaa','Ann','ann','$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA','Ännchen 🐶','/avatars/0000000000000000000000000000000000000000000000000000000000000000.png',1767225600000,1767225600001,0,NULL,NULL);
INSERT INTO "people" VALUES('bbbbbbbbbbbbbbbbbbbbbb',NULL,NULL,NULL,'Bob','pup:snow',1767225600000,1767225600000,1,NULL,NULL);
INSERT INTO "people" VALUES('cccccccccccccccccccccc',NULL,NULL,NULL,'',NULL,1767225600000,1767225600000,0,NULL,'aaaaaaaaaaaaaaaaaaaaaa');
INSERT INTO "people" VALUES('dddddddddddddddddddddd',NULL,NULL,NULL,'',NULL,1767225600000,1767225600000,0,1767225600002,NULL);
CREATE TABLE pictures (
	hash VARCHAR(64) NOT NULL, 
	data BLOB NOT NULL, 
	created_at BIGINT NOT NULL, 
	CONSTRAINT pk_pictures PRIMARY KEY (hash)
);
INSERT INTO "pictures" VALUES('0000000000000000000000000000000000000000000000000000000000000000',X'89504E470D0A1A0A',1767225600000);
CREATE TABLE ratings (
	who VARCHAR(48) NOT NULL, 
	game VARCHAR(20) NOT NULL, 
	mu FLOAT NOT NULL, 
	sigma FLOAT NOT NULL, 
	matches INTEGER NOT NULL, 
	won INTEGER NOT NULL, 
	drawn INTEGER NOT NULL, 
	lost INTEGER NOT NULL, 
	streak INTEGER NOT NULL, 
	best_streak INTEGER NOT NULL, 
	CONSTRAINT pk_ratings PRIMARY KEY (who, game)
);
INSERT INTO "ratings" VALUES('aaaaaaaaaaaaaaaaaaaaaa','chess',26.5,3.25,12,7,1,4,2,5);
INSERT INTO "ratings" VALUES('bot:easy','chess',26.5,3.25,12,7,1,4,0,1);
CREATE TABLE sessions (
	hash BLOB NOT NULL, 
	person VARCHAR(22) NOT NULL, 
	created_at BIGINT NOT NULL, 
	seen_at BIGINT NOT NULL, 
	expires_at BIGINT NOT NULL, 
	CONSTRAINT pk_sessions PRIMARY KEY (hash), 
	CONSTRAINT fk_sessions_person FOREIGN KEY(person) REFERENCES people (id)
);
INSERT INTO "sessions" VALUES(X'0101010101010101010101010101010101010101010101010101010101010101','aaaaaaaaaaaaaaaaaaaaaa',1767225600000,1767225600000,1125899906842624);
CREATE TABLE weeks (
	week INTEGER NOT NULL, 
	game VARCHAR(20) NOT NULL, 
	who VARCHAR(48) NOT NULL, 
	mu FLOAT NOT NULL, 
	sigma FLOAT NOT NULL, 
	matches INTEGER NOT NULL, 
	won INTEGER NOT NULL, 
	drawn INTEGER NOT NULL, 
	lost INTEGER NOT NULL, 
	CONSTRAINT pk_weeks PRIMARY KEY (week, game, who)
);
INSERT INTO "weeks" VALUES(20453,'chess','aaaaaaaaaaaaaaaaaaaaaa',26.5,3.25,12,7,1,4);
CREATE TABLE withheld (
	"match" VARCHAR(22) NOT NULL, 
	who VARCHAR(48) NOT NULL, 
	game VARCHAR(20) NOT NULL, 
	until BIGINT NOT NULL, 
	mu FLOAT, 
	sigma FLOAT, 
	matches INTEGER, 
	won INTEGER, 
	drawn INTEGER, 
	lost INTEGER, 
	streak INTEGER, 
	best_streak INTEGER, 
	CONSTRAINT pk_withheld PRIMARY KEY ("match", who), 
	CONSTRAINT fk_withheld_match FOREIGN KEY("match") REFERENCES matches (id)
);
INSERT INTO "withheld" VALUES('mmmmmmmmmmmmmmmmmmmmmm','aaaaaaaaaaaaaaaaaaaaaa','chess',1767225631000,26.5,3.25,12,7,1,4,2,5);
INSERT INTO "withheld" VALUES('nnnnnnnnnnnnnnnnnnnnnn','aaaaaaaaaaaaaaaaaaaaaa','quiz',1767225631000,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE INDEX ix_matches_at ON matches (at);
CREATE INDEX ix_ratings_game_mu ON ratings (game, mu);
CREATE INDEX ix_weeks_week_game_mu ON weeks (week, game, mu);
CREATE INDEX ix_guest_keys_person ON guest_keys (person);
CREATE INDEX ix_sessions_person ON sessions (person);
CREATE INDEX ix_sessions_expires_at ON sessions (expires_at);
CREATE INDEX ix_match_players_person_at ON match_players (person, at);
CREATE INDEX ix_match_upgrades_person_upgrade ON match_upgrades (person, upgrade);
CREATE INDEX ix_withheld_until ON withheld (until);
COMMIT;
