"""CPU time and memory of assistants: `assistant.py ZEKE [AICHAT]`. One line a measurement: work, name, ms, MiB.

Each command runs in turn, a mock model server on loopback answers; medians of the children's own resource usage.
The peak of a child's memory includes what it had before it became the program, which was this interpreter's: memory is
taken by GNU time, whose own is small, and is not told where that is missing.
"""

import http.server
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading

ROUNDS = 31
ANSWER = [b'data: {"choices":[{"index":0,"delta":{"content":"hello"}}]}\n\n',
          b'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\n', b"data: [DONE]\n\n"]
bodies = {}


class Mock(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        length = int(self.headers["content-length"])
        self.rfile.read(length)
        bodies[self.headers.get("user-agent", "")] = length
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        for piece in [*ANSWER, b""]:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))

    def log_message(self, *_):
        pass


def measure(command, env):
    child = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL)
    out = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = status
    if status != 0 or not out:
        sys.exit(f"`{' '.join(command)}` failed ({status})")
    return (usage.ru_utime + usage.ru_stime) * 1000, memory(command, env)


def memory(command, env):
    time = shutil.which("time")
    if time is None:
        return float("nan")
    with tempfile.NamedTemporaryFile("r") as told:
        subprocess.run([time, "-f", "%M", "-o", told.name, *command], env=env, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        return int(told.read()) / 1024


def main():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Mock)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/v1"
    with tempfile.TemporaryDirectory() as home:
        env = {"HOME": home, "PATH": os.environ["PATH"], "OPENAI_BASE_URL": url, "OPENAI_API_KEY": "none"}
        contenders = [("zeke", [sys.argv[1], "--version"], [sys.argv[1], "ask", "-m", "openai/m", "hi"])]
        if len(sys.argv) > 2:
            folder = os.path.join(home, ".config", "aichat")
            os.makedirs(folder)
            with open(os.path.join(folder, "config.yaml"), "w") as config:
                config.write("model: box:m\nsave: false\nclients:\n- type: openai-compatible\n  name: box\n"
                             f"  api_base: {url}\n  api_key: none\n  models:\n  - name: m\n")
            contenders.append(("aichat", [sys.argv[2], "--version"], [sys.argv[2], "hi"]))
        for work, which in (("--version", 1), ("one prompt", 2)):
            taken = {name: [] for name, *_ in contenders}
            for round_number in range(ROUNDS + 1):
                for contender in contenders:
                    one = measure(contender[which], env)
                    if round_number > 0:
                        taken[contender[0]].append(one)
            for name, all_of in taken.items():
                cpu, memory = (statistics.median(column) for column in zip(*all_of))
                print(f"{work}\t{name}\t{cpu:.2f}\t{memory:.1f}")
    for agent, length in bodies.items():
        print(f"bytes sent for `hi`\t{agent.split('/')[0]}\t{length}\t", file=sys.stderr)


main()
