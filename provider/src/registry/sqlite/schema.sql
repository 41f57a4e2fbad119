-- Schema 1. What is in a column is compared or looked up by the database; everything else is in the documents.

create table meta (
    name text primary key,
    value text not null
) strict, without rowid;

create table object (
    uid text primary key,
    kind text not null,
    namespace text not null,
    id text not null,
    version integer not null,
    status text,
    doc text not null,
    -- The operation without outcome, who may finish it, and what it is to make (null: nothing, the object goes).
    op text,
    lease text,
    intended text,
    unique (namespace, id),
    check ((op is null) = (lease is null)),
    check (op is not null or intended is null)
) strict;

create unique index object_op on object (op) where op is not null;

create table edge (
    "from" text not null references object (uid) on delete cascade,
    role text not null,
    -- No reference: an object may go once everything that refers to it is over.
    "to" text not null,
    -- Only intended so far.
    pending integer not null default 0,
    primary key ("from", role, "to")
) strict, without rowid;

create index edge_to on edge ("to");

-- The entry is canonical JSON, and the only truth: the columns are read from it.
create table journal (
    seq integer primary key,
    entry text not null,
    hash blob not null check (length(hash) = 32),
    operation text generated always as (entry ->> '$.operation') virtual,
    phase text generated always as (entry ->> '$.phase') virtual,
    event text generated always as (entry ->> '$.event') virtual,
    verdict text generated always as (entry ->> '$.verdict') virtual,
    uid text generated always as (entry ->> '$.subject.uid') virtual,
    ref text generated always as (entry ->> '$.subject.ref') virtual
) strict;

create unique index journal_phase on journal (operation, phase) where operation is not null;
create unique index journal_revoked_once on journal (uid) where event = 'revoked' and verdict = 'done';
create index journal_uid on journal (uid);
create index journal_ref on journal (ref);

create trigger journal_is_never_changed before update on journal
begin
    select raise(abort, 'the journal is append-only');
end;

create trigger journal_is_never_shortened before delete on journal
begin
    select raise(abort, 'the journal is append-only');
end;

-- REPLACE deletes what is in its way without asking the trigger above.
create trigger journal_grows_at_its_end before insert on journal
when new.seq is not 1 + coalesce(
        (select max(seq) from journal),
        -- A registry that was made again goes on where the lost one was last seen.
        (select cast(value as integer) from meta where name = 'start_seq'),
        0
    )
    or exists (
        select 1 from journal
        where operation = new.entry ->> '$.operation' and phase = new.entry ->> '$.phase'
    )
    or (
        new.entry ->> '$.event' = 'revoked' and new.entry ->> '$.verdict' = 'done'
        and exists (
            select 1 from journal
            where uid = new.entry ->> '$.subject.uid' and event = 'revoked' and verdict = 'done'
        )
    )
begin
    select raise(abort, 'the journal is append-only');
end;
