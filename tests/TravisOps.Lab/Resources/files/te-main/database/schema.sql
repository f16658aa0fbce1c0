-- The tables of Travis' database that this lab's commands, checks and tests look at, with the columns of the 2.2 line. The rest of the
-- hundred tables hold nothing that makes a difference here. Run by the role travis, which owns the database.
SET client_min_messages = warning;
CREATE EXTENSION pg_trgm;
CREATE EXTENSION pgcrypto;

CREATE TABLE schema_migrations (version varchar NOT NULL PRIMARY KEY);

CREATE TABLE users (
    id serial PRIMARY KEY,
    name varchar, login varchar UNIQUE, email varchar,
    created_at timestamp NOT NULL, updated_at timestamp NOT NULL,
    is_admin boolean DEFAULT false,
    github_id integer UNIQUE,
    github_oauth_token varchar,
    gravatar_id varchar, locale varchar,
    is_syncing boolean, synced_at timestamp, github_scopes text, education boolean, first_logged_in_at timestamp, avatar_url varchar,
    suspended boolean DEFAULT false, suspended_at timestamp
);

CREATE TABLE emails (id serial PRIMARY KEY, user_id integer REFERENCES users, email varchar, created_at timestamp NOT NULL, updated_at timestamp NOT NULL);

CREATE TABLE tokens (id serial PRIMARY KEY, user_id integer REFERENCES users, token varchar, created_at timestamp NOT NULL, updated_at timestamp NOT NULL);

CREATE TABLE repositories (
    id serial PRIMARY KEY,
    name varchar, url varchar, created_at timestamp NOT NULL, updated_at timestamp NOT NULL,
    last_build_id integer, last_build_number varchar, last_build_started_at timestamp, last_build_finished_at timestamp,
    owner_name varchar, owner_email text, active boolean, description text, last_build_duration integer, owner_id integer, owner_type varchar,
    private boolean DEFAULT false, last_build_state varchar, github_id integer UNIQUE, default_branch varchar, github_language varchar,
    settings json, next_build_number integer, invalidated_at timestamp, current_build_id bigint
);
CREATE INDEX index_repositories_on_slug ON repositories USING gin ((((owner_name)::text || '/') || (name)::text) gin_trgm_ops);

CREATE TABLE permissions (id serial PRIMARY KEY, user_id integer REFERENCES users, repository_id integer REFERENCES repositories,
    admin boolean DEFAULT false, push boolean DEFAULT false, pull boolean DEFAULT false);

CREATE TABLE ssl_keys (id serial PRIMARY KEY, repository_id integer REFERENCES repositories, public_key text, private_key text,
    created_at timestamp NOT NULL, updated_at timestamp NOT NULL);

CREATE TABLE commits (id serial PRIMARY KEY, repository_id integer REFERENCES repositories, commit varchar, ref varchar, branch varchar, message text,
    compare_url varchar, committed_at timestamp, committer_name varchar, committer_email varchar, author_name varchar, author_email varchar,
    created_at timestamp NOT NULL, updated_at timestamp NOT NULL);

CREATE TABLE requests (id serial PRIMARY KEY, repository_id integer REFERENCES repositories, commit_id integer REFERENCES commits, state varchar, source varchar,
    payload text, token varchar, config text, started_at timestamp, finished_at timestamp, created_at timestamp NOT NULL, updated_at timestamp NOT NULL,
    event_type varchar, base_commit varchar, head_commit varchar, owner_id integer, owner_type varchar, result varchar, message varchar);

CREATE SEQUENCE shared_builds_tasks_seq;

CREATE TABLE builds (id bigint PRIMARY KEY DEFAULT nextval('shared_builds_tasks_seq'), repository_id integer REFERENCES repositories, number varchar,
    started_at timestamp, finished_at timestamp, created_at timestamp NOT NULL, updated_at timestamp NOT NULL, config text,
    commit_id integer REFERENCES commits, request_id integer REFERENCES requests, state varchar, duration integer, owner_id integer, owner_type varchar,
    event_type varchar, previous_state varchar, cached_matrix_ids integer[], received_at timestamp, canceled_at timestamp, branch varchar);

CREATE TABLE jobs (id bigint PRIMARY KEY DEFAULT nextval('shared_builds_tasks_seq'), repository_id integer REFERENCES repositories,
    commit_id integer REFERENCES commits, source_id integer, source_type varchar, queue varchar, type varchar, state varchar, number varchar, config text,
    worker varchar, started_at timestamp, finished_at timestamp, created_at timestamp NOT NULL, updated_at timestamp NOT NULL, allow_failure boolean DEFAULT false,
    owner_id integer, owner_type varchar, queued_at timestamp, received_at timestamp, canceled_at timestamp);
ALTER TABLE repositories ADD CONSTRAINT fk_repositories_current_build_id FOREIGN KEY (current_build_id) REFERENCES builds;

CREATE TABLE logs (id serial PRIMARY KEY, job_id integer, content text, removed_by integer, created_at timestamp, updated_at timestamp, aggregated_at timestamp,
    archived_at timestamp, purged_at timestamp, removed_at timestamp, archiving boolean, archive_verified boolean);

CREATE TABLE log_parts (id bigserial PRIMARY KEY, log_id integer NOT NULL, content text, number integer, final boolean, created_at timestamp);
CREATE INDEX index_log_parts_on_log_id_and_number ON log_parts (log_id, number);
