// Someone who plays a match of Underdog, written from the protocol's page alone and over any transport.
//
// White walks into fool's mate; whoever has no move of it left on their own turn resigns. So every game ends, and with
// colours alternating a match of three goes to its third game, with two drafts on the way.

const MATE = { 0: "f2f3", 1: "e7e5", 2: "g2g4", 3: "d8h4" };

export class Player {
  // `ask(name, fields)` sends a request and promises its ActionSuccess.
  constructor(ask) {
    this.ask = ask;
    this.pid = 0;
    this.tried = new Set();
    this.beats = new Map();
    this.latencies = 0;
    this.upgrades = [];
    this.games = [];
    this.finished = new Promise((resolve) => (this.finish = resolve));
  }

  // The answer to JoinGame or Rejoin, whichever let us in.
  entered(answer) {
    if (!answer.ok) throw new Error(`not let in: ${answer.error}: ${answer.message}`);
    this.pid = answer.pid;
    return answer;
  }

  // One message of the server.
  hear(name, fields) {
    const handler = this[`on${name}`];
    if (handler) handler.call(this, fields);
  }

  onDoHeartbeat({ hbid }) {
    this.beats.set(hbid, performance.now());
    this.ask("Heartbeat", { hbid });
  }

  onGotHeartbeat({ hbid }) {
    // t_lat = time_recv(GotHeartbeat) - time_recv(DoHeartbeat)
    const t_lat = performance.now() - this.beats.get(hbid);
    this.beats.delete(hbid);
    this.latencies += 1;
    this.ask("LatencyOfHeartbeat", { hbid, t_lat });
  }

  async onBoardState(state) {
    const turn = `${state.game}:${state.ply}`;
    if (state.phase !== "playing" || state.turn !== state.color || this.tried.has(turn)) return;
    this.tried.add(turn);
    const move = MATE[state.ply];
    const answer = move && (await this.ask("MakeMove", { move, ply: state.ply }));
    if (!answer?.ok) await this.ask("Resign", {});
  }

  async onUpgradeOffer({ pid, upgrades }) {
    if (pid !== this.pid) return;
    const answer = await this.ask("ChooseUpgrade", { upgrade: upgrades[0] });
    if (answer.ok) this.upgrades.push(upgrades[0]);
  }

  onGameOver({ result, reason }) {
    this.games.push([result, reason]);
  }

  onMatchOver({ result, score }) {
    const { pid, games, upgrades, latencies } = this;
    this.finish({ pid, result, score, games, upgrades, latencies });
  }
}

// What every program here does: host a match or join one, play it, tell how it went.
//
// `enter(place, player)` connects and promises the answer that let us in; `place` has url, code and, for the host, token.
export async function main(enter, makePlayer) {
  const [url, code] = process.argv.slice(2);
  const place = code ? { url, code } : { url, ...(await createRoom(url)) };
  const player = makePlayer();
  player.entered(await enter(place, player));
  if (!code) {
    console.log(JSON.stringify({ code: place.code }));
    await player.company;
    const started = await player.ask("StartGame", {});
    if (!started.ok) throw new Error(`not started: ${started.error}`);
  }
  console.log(JSON.stringify(await player.finished));
  process.exit(0);
}

async function createRoom(url) {
  const response = await fetch(`${url}/rooms/create`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ best_of: 3, base_seconds: 600, name: "Ada" }),
  });
  const made = await response.json();
  if (made.status !== 200) throw new Error(made.message);
  return made;
}

// A host waits until somebody else is there.
export class Host extends Player {
  constructor(ask) {
    super(ask);
    this.company = new Promise((resolve) => (this.haveCompany = resolve));
  }

  onPlayerJoined({ player }) {
    if (player.role === "player") this.haveCompany();
  }
}
