"""Made the golden files once, from nothing but the contract's words. Kept so that anybody can check the chain by hand: `python3 make.py --check`."""
import hashlib, json, pathlib, sys

here = pathlib.Path(__file__).parent
ledger = "3f0e8a52-5c1d-4a7e-9b21-6d0c8f4e1a77"
second = "b81c0d6e-20f4-4c55-8a3e-19a7d2f6c003"
request = "7c9a1f34-8e2b-4d61-a0f5-2b3c4d5e6f70"
written = {}


def text(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def link(head, line):
    return hashlib.sha256(bytes.fromhex(head) + line.encode()).hexdigest()


def heads(name, lines):
    state = hashlib.sha256(name.encode("ascii")).hexdigest()
    states = [state]
    for line in lines:
        state = link(state, line)
        states.append(state)
    return states


def put(name, content):
    written[name] = content.encode()


def batch(name, of, first, prev, lines):
    header = text({"ledger": of, "first": first, "prev": prev})
    put(name, "\n".join([header, *lines]) + "\n")


def stamp(kind, n, **fields):
    return {"kind": kind, "at": 1780286400000 + n * 1000, "run": 12, "up": n * 1000, **fields}


one = {"request": request, "txn": 902, "lane": 5, "product": "CD-M"}
lines = [
    text(stamp("booted", 0, version="1.0.0", cause="new-disk", ledgerBefore=None)),
    text(stamp("configured", 1, version=0, lanes=[{"lane": 5, "product": "CD-M", "capacity": 10, "par": 8}, {"lane": 6, "product": "PILL-21", "capacity": 6, "par": 6, "locked": "维修中"}], recalls=[{"product": "CD-M", "lot": "00417X"}], limits={"lockBeforeExpiryDays": 45, "noDropsBeforeSuspect": 3, "tempMaxDeciC": 380, "tempMinDeciC": -50, "humidityMaxPct": 90})),
    text(stamp("board", 2, state="found", serial="LB00417", model="SPIRAL-40", firmware="2.3.1", reason=None)),
    text(stamp("restocked", 3, lane=5, product="CD-M", lot="0012A", expires="2028-12-31", added=8, stock=8, by="王小明")),
    text(stamp("turning", 4, **one, board="LB00417", before=901, drops=318)),
    text(stamp("issued", 5, **one, lot="0012A")),
    text(stamp("turning", 6, **{**one, "txn": 903}, board="LB00417", before=902)),
    text(stamp("not-issued", 7, **{**one, "txn": 903}, reason="no-drop")),
    text(stamp("lane", 8, lane=5, state="empty", reason="no-drop")),
    text(stamp("turning", 9, **{**one, "txn": 904}, board="LB00417", before=None)),
    text(stamp("uncertain", 10, **{**one, "txn": 904}, lot="0012A", reason="power-lost")),
    text(stamp("settled", 11, txn=904, lane=5, product="CD-M", issued=False, by="board")),
    text(stamp("counted", 12, lane=5, product="CD-M", stock=6, was=7, by="欧阳𠮷")),
    text(stamp("removed", 13, lane=5, product="CD-M", lot=None, removed=1, stock=5, reason="damaged", by="王小明")),
    text(stamp("door", 14, state="open")),
    text(stamp("sensor", 15, state="suspect", reason="no-drops", turns=[{**one, "txn": 903, "lot": "0012A"}])),
    text(stamp("sensor", 16, state="trusted", reason="looked-after", by="王小明")),
    text(stamp("climate", 17, state="out", tempDeciC=412, humidityPct=None)),
    text(stamp("tested", 18, lane=5, state="turning", purpose="home", result=None, by="fleet")),
    text(stamp("command", 19, id="0b7c7d2e-93a1-4f0a-8c1d-5e6f7a8b9c0d", command="clear", state="accepted", code=None)),
]
strange = [
    text(stamp("polished", 20, brightness=7, by="王小明")),
    text({**stamp("door", 21, state="closed"), "handle": "left"}),
    text(stamp("door", 22, state="ajar")),
    "half a li",
    '{"kind":"door","at":1780286424000,"run":12}',
    '[1,2,3]',
    text(stamp("door", 24, state="closed")),
]
every = lines + strange
state = heads(ledger, every)
n = len(lines)

batch("batch-one-line.ndjson", ledger, 1, state[0], lines[:1])
batch("batch-every-kind.ndjson", ledger, 1, state[0], lines)
batch("batch-from-the-middle.ndjson", ledger, 5, state[4], lines[4:8])
batch("batch-lines-nobody-reads.ndjson", ledger, n + 1, state[n], strange)
fork = [text({**stamp("booted", 30, version="1.0.0", cause="fork", ledgerBefore=ledger), "run": 12})]
batch("batch-after-a-fork.ndjson", second, 1, heads(second, [])[0], fork)
put("heads.json", json.dumps({"ledger": ledger, "heads": state, "second": second, "secondHeads": heads(second, fork)}, indent=1) + "\n")

put("receipt.json", text({"ledger": ledger, "through": n, "head": state[n], "time": 1780286500000}))
put("receipt-of-nothing.json", text({"ledger": ledger, "through": 0, "head": state[0], "time": 1780286500000}))
put("presence-online.json", text({"online": True, "run": 12, "at": 1780286460000, "up": 60000, "ledger": ledger, "last": n, "config": 7}))
put("presence-will.json", text({"online": False, "run": 12}))
put("config.json", text({"version": 7, "lanes": [{"lane": 5, "product": "CD-M", "capacity": 10, "par": 8}, {"lane": 6, "product": "PILL-21", "capacity": 6, "par": 6, "locked": "召回检查"}], "recalls": [{"product": "CD-M", "lot": "00417X"}], "limits": {"lockBeforeExpiryDays": 45}}))
put("command-report.json", text({"id": "0b7c7d2e-93a1-4f0a-8c1d-5e6f7a8b9c0a", "expires": 1780286700000, "kind": "report"}))
put("command-clear.json", text({"id": "0b7c7d2e-93a1-4f0a-8c1d-5e6f7a8b9c0b", "expires": 1780286700000, "kind": "clear", "lane": 5}))
put("command-restart.json", text({"id": "0b7c7d2e-93a1-4f0a-8c1d-5e6f7a8b9c0c", "expires": 1780286700000, "kind": "restart"}))
put("result-done.json", text({"id": "0b7c7d2e-93a1-4f0a-8c1d-5e6f7a8b9c0b", "state": "done", "code": None, "detail": None}))
put("result-failed.json", text({"id": "0b7c7d2e-93a1-4f0a-8c1d-5e6f7a8b9c0b", "state": "failed", "code": "cannot-home", "detail": None}))
put("state.json", text({
    "at": 1780286460000, "run": 12, "ledger": ledger, "last": n, "config": 7,
    "lanes": [{"lane": 5, "product": "CD-M", "capacity": 10, "par": 8, "stock": 5, "uncertain": 1, "state": "ready", "reason": None,
               "lots": [{"lot": "0012A", "expires": "2028-12-31", "count": 4}, {"lot": None, "expires": None, "count": 1}]},
              {"lane": 6, "product": "PILL-21", "capacity": 6, "par": 6, "stock": 0, "uncertain": 0, "state": "locked", "reason": "召回检查", "lots": []}],
    "board": {"state": "ready", "reason": None, "driver": "lbp", "serial": "LB00417", "model": "SPIRAL-40", "firmware": "2.3.1", "door": "closed", "tempDeciC": 215, "humidityPct": None, "dropped": 3},
    "service": {"state": "out-of-service", "reasons": ["sensor-suspect"]}, "sensor": "suspect",
    "agent": {"version": "1.0.0", "uptime": 60, "rss": 61865984}}))

if "--check" in sys.argv:
    wrong = [name for name, content in written.items() if (here / name).read_bytes() != content]
    print("wrong: " + ", ".join(wrong) if wrong else f"all {len(written)} as they should be")
    sys.exit(1 if wrong else 0)
for name, content in written.items():
    (here / name).write_bytes(content)
