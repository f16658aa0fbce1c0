-- What has happened in the installation: builds, jobs and their logs of the repositories that the lab's rows have.
SET client_min_messages = warning;
INSERT INTO schema_migrations VALUES ('20180126153035'), ('20180212112209'), ('20180212112210');
INSERT INTO commits (repository_id, commit, ref, branch, message, committed_at, committer_name, committer_email, author_name, author_email, created_at, updated_at)
    SELECT r.id, md5(r.id || '.' || n) || '00000000', 'refs/heads/master', 'master', E'Build it again\n\nGrüße, \\N and a \t tab', t, 'Ada', 'ada@lab.test', 'Ada', 'ada@lab.test', t, t
    FROM repositories r, generate_series(1, 5) n, LATERAL (SELECT timestamp '2017-10-20 08:00' + n * interval '1 hour' AS t) at;
INSERT INTO requests (repository_id, commit_id, state, source, payload, started_at, finished_at, created_at, updated_at, event_type, owner_id, owner_type, result)
    SELECT repository_id, id, 'finished', 'github', '{"ref": "refs/heads/master"}', created_at, created_at, created_at, created_at, 'push', 1, 'User', 'approved' FROM commits ORDER BY id;
INSERT INTO builds (repository_id, number, started_at, finished_at, created_at, updated_at, commit_id, request_id, state, duration, owner_id, owner_type, event_type, branch)
    SELECT repository_id, row_number() OVER (PARTITION BY repository_id ORDER BY id), created_at, created_at + interval '2 minutes', created_at, created_at, commit_id, id,
        CASE WHEN id % 4 = 0 THEN 'failed' ELSE 'passed' END, 120, 1, 'User', 'push', 'master' FROM requests ORDER BY id;
INSERT INTO jobs (repository_id, commit_id, source_id, source_type, queue, type, state, number, worker, started_at, finished_at, created_at, updated_at, owner_id, owner_type, queued_at, received_at)
    SELECT repository_id, commit_id, id, 'Build', 'builds.trusty', 'Job::Test', state, number || '.1', 'worker-1.lab.test:' || id, started_at, finished_at, created_at, created_at, 1, 'User', created_at, created_at
    FROM builds ORDER BY id;
INSERT INTO logs (job_id, created_at, updated_at) SELECT id, created_at, finished_at FROM jobs ORDER BY id;
INSERT INTO log_parts (log_id, content, number, final, created_at)
    SELECT l.id, 'travis_fold:start:worker_info' || chr(13) || chr(10) || repeat(md5(l.id || '.' || n) || chr(10), 60), n, n = 4, l.created_at FROM logs l, generate_series(1, 4) n;
UPDATE repositories r SET current_build_id = b.id, last_build_id = b.id, last_build_number = b.number, last_build_state = b.state, next_build_number = 6
    FROM (SELECT DISTINCT ON (repository_id) * FROM builds ORDER BY repository_id, id DESC) b WHERE b.repository_id = r.id;
