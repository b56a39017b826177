// The player over Socket.IO, with the official client.
import { io } from "socket.io-client";
import { Host, main } from "./player.mjs";

let socket;
const ask = (name, fields) => new Promise((answered) => socket.emit(name, fields, answered));

async function enter({ url, code, pid, token }, player) {
  socket = io(url, { transports: ["websocket"] });
  socket.onAny((name, fields) => player.hear(name, fields));
  socket.on("connect_error", (error) => {
    throw error;
  });
  return token ? ask("Rejoin", { code, pid, token }) : ask("JoinGame", { code, name: "Grace" });
}

await main(enter, () => new Host(ask));
