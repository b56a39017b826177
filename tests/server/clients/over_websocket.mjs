// The player over a bare WebSocket: the one that Node has built in, or that of `ws` where it has none.
import { Host, main } from "./player.mjs";

const Socket = globalThis.WebSocket ?? (await import("ws")).WebSocket;
let socket;
// Answers come in the order of the requests.
const waiting = [];

function ask(name, fields) {
  socket.send(JSON.stringify({ [name]: fields }));
  return new Promise((answered) => waiting.push(answered));
}

function enter({ url, code, token }, player) {
  const query = new URLSearchParams(token ? { token } : { playerName: "Grace" });
  socket = new Socket(`${url.replace(/^http/, "ws")}/api/v1/rooms/${code}/ws?${query}`);
  socket.onerror = (event) => {
    throw new Error(`no connection: ${event.message}`);
  };
  // The first answer is to the question in the URL.
  const entered = new Promise((answered) => waiting.push(answered));
  socket.onmessage = ({ data }) => {
    const [[name, fields]] = Object.entries(JSON.parse(data));
    if (name === "ActionSuccess") waiting.shift()(fields);
    else player.hear(name, fields);
  };
  return entered;
}

await main(enter, () => new Host(ask));
