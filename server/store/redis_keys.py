"""What is in Redis, under which keys, and the scripts that change it.

Every key begins with the version of this layout. Keys of one room carry its bucket's hash tag, so that in a Redis
Cluster one script stays in one slot; what the processes say of themselves carries a tag of its own.

    ud1:room:{b17}:ABCDEF   hash   a room: `epoch`, `owner` (a process, or nobody), `version`, `state`, `at` (the
                                   owner's time of the last commit), `key` (what links to it hold), `options` (what
                                   it is set up with: large, and written when they are new). It expires.
    ud1:due:{b17}           zset   the codes of that bucket's rooms by when they are next due
    ud1:results:{b17}       hash   finished matches on their way, by "room's id:number"
    ud1:{p}:until           zset   processes by the end of their lease, in Redis's own time
    ud1:{p}:told            hash   what each process says of itself, see `ProcessStatus`
    ud1:{p}:share:ID        string what a process shares with the others, see `server.cluster.shares`. It expires.
    ud1:{p}:people          stream people about whom something has changed in the database. It expires.
    ud1:guess:ADDRESS       string wrong codes of an address in the last minute. It expires.
    ud1:tries:{ADDRESS}     list   when passwords were tried from an address, the latest last; with `:ACCOUNT`, of that
                                   account alone, hashed. It expires.
    ud1:accounts:ADDRESS    list   when accounts were made from an address. It expires.

A process holds one lease, and each of its rooms by the room's epoch: whoever takes a room over makes the epoch one
more. A commit of an earlier epoch is refused, whenever it arrives: that is the fence. A room may be taken over when its
owner's lease has run out in Redis's time, which it never does before it has run out in the owner's.
"""

from __future__ import annotations

import hashlib
import zlib
from typing import Final

from msgspec import Struct

from server.store.redis_connection import Script

BUCKETS: Final = 64
ROOM_TTL_MS: Final = 3_600_000
LEASES: Final = ("ud1:{p}:until", "ud1:{p}:told")
PERSON_NEWS: Final = "ud1:{p}:people"
NEWS_TTL_MS: Final = 3_600_000


class ProcessStatus(Struct, frozen=True):
    """What a process tells about itself: its URL, its own time at that moment, whether it takes rooms, and how many it
    has.
    """

    url: str
    at_ms: float
    open: bool = True
    rooms: int = 0


def bucket_of(code: str) -> int:
    """The bucket that a room is in."""
    return zlib.crc32(code.encode()) % BUCKETS


def room_key(code: str) -> str:
    """The key of a room."""
    return f"ud1:room:{{b{bucket_of(code)}}}:{code}"


def due_key(bucket: int) -> str:
    """The key with the deadlines of a bucket's rooms."""
    return f"ud1:due:{{b{bucket}}}"


def results_key(bucket: int) -> str:
    """The key with the results of a bucket's rooms."""
    return f"ud1:results:{{b{bucket}}}"


def room_keys(code: str) -> tuple[str, str, str]:
    """All keys that a commit touches."""
    bucket = bucket_of(code)
    return room_key(code), due_key(bucket), results_key(bucket)


def share_key(process: str) -> str:
    """The key with what a process shares."""
    return f"ud1:{{p}}:share:{process}"


def guess_key(address: str) -> str:
    """The key that counts the wrong codes of an address."""
    return f"ud1:guess:{address}"


def tries_keys(account: str, address: str) -> tuple[str, str]:
    """The keys that count password tries for an account from an address, and from the address."""
    # Somebody may have typed their password as a name.
    name = hashlib.sha256(account.encode()).hexdigest()
    of_address = f"ud1:tries:{{{address}}}"
    return f"{of_address}:{name}", of_address


def accounts_key(address: str) -> str:
    """The key that counts the new accounts of an address."""
    return f"ud1:accounts:{address}"


COMMIT: Final = Script.of(
    """
    -- owner, epoch, expected version ('': whatever is ours; '0': a new room), version, state, due ('': never), code,
    -- ttl, at, key, options ('': as before), then of each result its field and its data. Answers 1, or
    -- {version, owner} when the room is not the owner's.
    local had = redis.call('HMGET', KEYS[1], 'epoch', 'version', 'owner')
    local epoch, version = tonumber(had[1] or 0), tonumber(had[2] or 0)
    local mine = had[3] == ARGV[1] and epoch == tonumber(ARGV[2])
    -- Where Redis has lost what it had, the latest owner's word counts.
    local lost = ARGV[3] == '' and epoch < tonumber(ARGV[2])
    if not mine and not lost and (had[1] or ARGV[3] ~= '0') then
        return {version, had[3] or ''}
    end
    if mine and version > tonumber(ARGV[4]) then
        -- Sent on an earlier connection, and late.
        return 1
    end
    redis.call('HSET', KEYS[1], 'epoch', ARGV[2], 'owner', ARGV[1], 'version', ARGV[4], 'state', ARGV[5],
        'at', ARGV[9], 'key', ARGV[10])
    redis.call('PEXPIRE', KEYS[1], ARGV[8])
    if ARGV[11] ~= '' then
        redis.call('HSET', KEYS[1], 'options', ARGV[11])
    end
    if ARGV[6] == '' then
        redis.call('ZREM', KEYS[2], ARGV[7])
    else
        redis.call('ZADD', KEYS[2], ARGV[6], ARGV[7])
    end
    for i = 12, #ARGV, 2 do
        redis.call('HSETNX', KEYS[3], ARGV[i], ARGV[i + 1])
    end
    return 1
    """
)

REMOVE: Final = Script.of(
    """
    -- owner, epoch, code
    local had = redis.call('HMGET', KEYS[1], 'epoch', 'owner')
    if had[2] == ARGV[1] and tonumber(had[1]) == tonumber(ARGV[2]) then
        redis.call('DEL', KEYS[1])
        redis.call('ZREM', KEYS[2], ARGV[3])
    end
    return 1
    """
)

TAKE: Final = Script.of(
    """
    -- new owner, the owner and the epoch that were seen, ttl. Answers the room; 0: it has changed hands meanwhile.
    local had = redis.call('HMGET', KEYS[1], 'epoch', 'owner')
    if had[1] ~= ARGV[3] or had[2] ~= ARGV[2] then
        return 0
    end
    redis.call('HSET', KEYS[1], 'epoch', tonumber(had[1]) + 1, 'owner', ARGV[1])
    redis.call('PEXPIRE', KEYS[1], ARGV[4])
    return redis.call('HMGET', KEYS[1], 'epoch', 'version', 'state', 'at', 'options')
    """
)

RELEASE: Final = Script.of(
    """
    -- owner, epoch: the room is anybody's.
    local had = redis.call('HMGET', KEYS[1], 'epoch', 'owner')
    if had[2] == ARGV[1] and tonumber(had[1]) == tonumber(ARGV[2]) then
        redis.call('HSET', KEYS[1], 'owner', '')
    end
    return 1
    """
)

RENEW: Final = Script.of(
    """
    -- process, length of its lease in ms ('': it ends), what it says of itself. Answers the processes, each with the ms
    -- that are left of its lease and what it says. Whoever has not been heard of for an hour is forgotten.
    local time = redis.call('TIME')
    local now = time[1] * 1000 + math.floor(time[2] / 1000)
    if ARGV[2] == '' then
        redis.call('ZREM', KEYS[1], ARGV[1])
        redis.call('HDEL', KEYS[2], ARGV[1])
    else
        redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
        redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
    end
    for _, gone in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now - 3600000)) do
        redis.call('ZREM', KEYS[1], gone)
        redis.call('HDEL', KEYS[2], gone)
    end
    local answer = {}
    local all = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
    for i = 1, #all, 2 do
        answer[#answer + 1] = {all[i], math.floor(all[i + 1] - now), redis.call('HGET', KEYS[2], all[i]) or ''}
    end
    return answer
    """
)

GUESS: Final = Script.of(
    """
    -- 1: one more wrong code; 0: just asked. Answers how many there were in the minute since the first, and the ms
    -- that are left of it.
    local count = tonumber(redis.call('GET', KEYS[1]) or 0)
    if ARGV[1] == '1' then
        count = redis.call('INCR', KEYS[1])
        if count == 1 then
            redis.call('PEXPIRE', KEYS[1], 60000)
        end
    end
    return {count, redis.call('PTTL', KEYS[1])}
    """
)

TRY: Final = Script.of(
    """
    -- of each key: how many tries, in how many ms (0: any number). Answers after how many ms the next one may be made;
    -- 0: now, and only then it is counted.
    local time = redis.call('TIME')
    local now = time[1] * 1000 + math.floor(time[2] / 1000)
    local wait = 0
    for i, key in ipairs(KEYS) do
        local most, span = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
        local first = tonumber(redis.call('LINDEX', key, 0) or '')
        while first and first <= now - span do
            redis.call('LPOP', key)
            first = tonumber(redis.call('LINDEX', key, 0) or '')
        end
        if first and most > 0 and redis.call('LLEN', key) >= most then
            wait = math.max(wait, first + span - now)
        end
    end
    for i, key in ipairs(KEYS) do
        if wait == 0 and ARGV[2 * i - 1] ~= '0' then
            redis.call('RPUSH', key, string.format('%d', now))
            redis.call('PEXPIRE', key, ARGV[2 * i])
        end
    end
    return wait
    """
)

UNTRY: Final = Script.of(
    """
    -- 'right': the account's tries are forgotten; else its latest is, as the address's is in any case.
    if ARGV[1] == 'right' then
        redis.call('DEL', KEYS[1])
    else
        redis.call('RPOP', KEYS[1])
    end
    redis.call('RPOP', KEYS[2])
    return 1
    """
)

SCRIPTS: Final = (COMMIT, REMOVE, TAKE, RELEASE, RENEW, GUESS, TRY, UNTRY)
