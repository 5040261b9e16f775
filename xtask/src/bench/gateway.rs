//! ghostllm against nginx, `LiteLLM`, Portkey's gateway and no proxy at all, in front of `ghostllm mock`, which in a
//! measurement answers from memory. `ghostllm bench` makes the load. All of them share the cores of one machine, and
//! take turns.

mod peers;

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::Value;

use crate::children::{cannot_start, command, output_of};
use crate::report::Failure;

/// Turns of each contender, and how long one is.
const ROUNDS: usize = 5;
const ROUND_SECONDS: u64 = 3;
/// Connections of a load; more threads than cores, as clients are.
const CONNECTIONS: usize = 16;
/// Streams that are open at one time.
const STREAMS: usize = 1000;
/// How often the start is timed.
const STARTS: usize = 11;
/// How long a server may take until it listens.
const LISTENS_MAX: Duration = Duration::from_mins(3);
/// Clock ticks of `/proc/PID/stat` in a second, on every Linux.
const TICKS_A_SECOND: f64 = 100.0;

const KEY: &str = "sk-bench-0123456789abcdef";
const CHAT: &str = "/v1/chat/completions";

/// A server that runs until it is dropped.
struct Running {
    child: Child,
    address: String,
    /// Headers that it needs beside the usual ones.
    headers: Vec<String>,
}

/// What is measured against what.
struct Servers {
    mock: Running,
    nginx: Running,
    ours: Running,
    /// Those that could be installed, by name.
    peers: Vec<(&'static str, Running)>,
}

/// One measured load.
#[derive(Clone, Copy)]
struct Load {
    requests_a_second: f64,
    p50_us: f64,
    p99_us: f64,
    first_p50_us: f64,
    /// Of the server that was asked, for a request.
    cpu_us: f64,
}

/// A load and the paths of it.
struct Work {
    name: &'static str,
    path: &'static str,
    stream: bool,
    connections: usize,
    aim: &'static str,
}

const WORKS: &[Work] = &[
    Work {
        name: "JSON",
        path: CHAT,
        stream: false,
        connections: CONNECTIONS,
        aim: "0.5 of nginx, 45 us CPU",
    },
    Work {
        name: "stream of 20 pieces",
        path: CHAT,
        stream: true,
        connections: CONNECTIONS,
        aim: "0.5 of nginx, 100 us CPU",
    },
    Work {
        name: "JSON, one connection",
        path: CHAT,
        stream: false,
        connections: 1,
        aim: "+60 us p50 to direct",
    },
];

/// The rows of the table.
pub(super) fn rows(tools: &Utf8Path) -> Result<String, Failure> {
    let nginx = crate::provision::path_of("nginx")?;
    let folder =
        tempfile::tempdir().map_err(|e| Failure::environment(format!("no temporary folder: {e}")))?;
    let folder = Utf8Path::from_path(folder.path())
        .ok_or_else(|| Failure::environment("the temporary folder's name is not UTF-8"))?;
    let tool = tools.join(format!("ghostllm{}", std::env::consts::EXE_SUFFIX));
    let mut table = String::new();
    small(&tool, folder, &mut table)?;
    let servers = Servers::start(&tool, &nginx, folder)?;
    for absent in peers::NAMES.iter().filter(|name| servers.peers.iter().all(|(other, _)| other != *name)) {
        let _in_memory =
            writeln!(table, "| all | {absent} | not measured: it could not be installed or started | | |");
    }
    for work in WORKS {
        let mut contenders =
            vec![("ghostllm", &servers.ours), ("nginx", &servers.nginx), ("no proxy", &servers.mock)];
        for (name, server) in &servers.peers {
            // There are releases whose every stream fails.
            match load(&tool, server, work, work.path) {
                Ok(_) => contenders.push((name, server)),
                Err(failure) => {
                    eprintln!("bench: {name} is not measured: {failure}");
                    let _in_memory = writeln!(table, "| {} | {name} | its requests fail | | |", work.name);
                }
            }
        }
        let loads = turns(&tool, &contenders, work, work.path)?;
        for ((name, _), load) in contenders.iter().zip(&loads) {
            row(&mut table, work.name, name, *load, loads[0], work.aim);
        }
    }
    translation(&tool, &servers, &mut table)?;
    let before = resident_mib(servers.ours.child.id());
    held(&tool, &servers, &mut table)?;
    let after = resident_mib(servers.ours.child.id());
    let _in_memory = writeln!(
        table,
        "| resident memory | ghostllm | {before:.1} MiB after the loads above, {after:.1} MiB after {STREAMS} streams | | 30 MiB |"
    );
    Ok(table)
}

/// The head of the table.
pub(super) const HEAD: &str = "| work | server | requests/s; p50, p99 us; first byte p50 us; CPU us a request | \
     ours / this, requests/s | aim |\n|---|---|---|---:|---|\n";

fn row(table: &mut String, work: &str, name: &str, load: Load, ours: Load, aim: &str) {
    let Load { requests_a_second, p50_us, p99_us, first_p50_us, cpu_us } = load;
    let ratio = ours.requests_a_second / requests_a_second;
    let _in_memory = writeln!(
        table,
        "| {work} | {name} | {requests_a_second:.0}; {p50_us:.0}, {p99_us:.0}; {first_p50_us:.0}; {cpu_us:.0} | \
         {ratio:.2} | {aim} |"
    );
}

/// What the same answers cost in another dialect, against our own work in one.
fn translation(tool: &Utf8Path, servers: &Servers, table: &mut String) -> Result<(), Failure> {
    for stream in [false, true] {
        let name = if stream { "stream, translated" } else { "JSON, translated" };
        let work = Work { name, path: CHAT, stream, connections: CONNECTIONS, aim: "10 % more" };
        let contenders = [("Anthropic to OpenAI", "/v1/messages"), ("OpenAI as it is", CHAT)];
        let mut loads = [const { Vec::new() }; 2];
        for _ in 0..ROUNDS {
            for ((_, path), loads) in contenders.iter().zip(&mut loads) {
                loads.push(load(tool, &servers.ours, &work, path)?);
            }
        }
        let loads = loads.map(|loads| median(&loads));
        for ((name, _), load) in contenders.iter().zip(&loads) {
            row(table, work.name, name, *load, loads[0], work.aim);
        }
    }
    Ok(())
}

/// As many streams at one time as we promise.
fn held(tool: &Utf8Path, servers: &Servers, table: &mut String) -> Result<(), Failure> {
    let work = Work {
        name: "1,000 parallel streams",
        path: CHAT,
        stream: true,
        connections: STREAMS,
        aim: "none fails",
    };
    for (name, server) in [("ghostllm", &servers.ours), ("no proxy", &servers.mock)] {
        let load = load(tool, server, &work, CHAT)?;
        row(table, work.name, name, load, load, work.aim);
    }
    Ok(())
}

/// Lets the contenders take turns, and gives each one's median.
fn turns(
    tool: &Utf8Path,
    contenders: &[(&str, &Running)],
    work: &Work,
    path: &str,
) -> Result<Vec<Load>, Failure> {
    let mut loads = vec![Vec::new(); contenders.len()];
    // Round 0 warms connections and branches.
    for round in 0..=ROUNDS {
        for ((_, server), loads) in contenders.iter().zip(&mut loads) {
            let seen = load(tool, server, work, path)?;
            if round > 0 {
                loads.push(seen);
            }
        }
    }
    Ok(loads.iter().map(|loads| median(loads)).collect())
}

fn load(tool: &Utf8Path, server: &Running, work: &Work, path: &str) -> Result<Load, Failure> {
    let before = cpu_seconds(server);
    let mut bench = command(tool);
    bench.args(["bench", "--json", "--model", "m", "--key", KEY]);
    bench.args(["--url", &format!("http://{}{path}", server.address)]);
    bench.args(["--connections", &work.connections.to_string(), "--seconds", &ROUND_SECONDS.to_string()]);
    for header in &server.headers {
        bench.args(["--header", header]);
    }
    if work.stream {
        bench.arg("--stream");
    }
    let text = output_of(&mut bench).ok_or_else(|| Failure::work(format!("bench: {bench:?} failed")))?;
    let seen: Value =
        serde_json::from_str(&text).map_err(|e| Failure::work(format!("ghostllm bench: {e}")))?;
    if seen["errors"].as_object().is_none_or(|errors| !errors.is_empty()) {
        return Err(Failure::work(format!("bench: {} at {}: {seen}", work.name, server.address)));
    }
    let number = |name: &str| seen[name].as_f64().unwrap_or(f64::NAN);
    Ok(Load {
        requests_a_second: number("requests_per_second"),
        p50_us: number("p50_us"),
        p99_us: number("p99_us"),
        first_p50_us: number("first_byte_p50_us"),
        cpu_us: (cpu_seconds(server) - before) * 1e6 / number("requests"),
    })
}

/// Each number's own median.
fn median(loads: &[Load]) -> Load {
    let middle = |number: fn(&Load) -> f64| {
        let mut all: Vec<f64> = loads.iter().map(number).collect();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied().unwrap_or(f64::NAN)
    };
    Load {
        requests_a_second: middle(|l| l.requests_a_second),
        p50_us: middle(|l| l.p50_us),
        p99_us: middle(|l| l.p99_us),
        first_p50_us: middle(|l| l.first_p50_us),
        cpu_us: middle(|l| l.cpu_us),
    }
}

/// Start, idle memory and size of the program.
fn small(tool: &Utf8Path, folder: &Utf8Path, table: &mut String) -> Result<(), Failure> {
    let config = configuration(folder, "127.0.0.1:9")?;
    let mut starts = Vec::new();
    let mut idle = f64::NAN;
    for _ in 0..STARTS {
        let begun = Instant::now();
        let server = Running::ghostllm(tool, &["serve", "--config", config.as_str()])?;
        starts.push(begun.elapsed().as_secs_f64() * 1000.0);
        std::thread::sleep(Duration::from_millis(300));
        idle = resident_mib(server.child.id());
    }
    starts.sort_by(f64::total_cmp);
    let start = starts[starts.len() / 2];
    let bytes = fs::metadata(tool).map_or(0, |metadata| metadata.len());
    #[expect(clippy::cast_precision_loss, reason = "megabytes are shown")]
    let size = bytes as f64 / 1e6;
    let _in_memory = writeln!(
        table,
        "| from start to listening | ghostllm | {start:.1} ms | | 20 ms |\n\
         | idle memory | ghostllm | {idle:.1} MiB | | 10 MiB |\n\
         | the program's size | ghostllm | {size:.1} MB | | 15 MB |"
    );
    Ok(())
}

impl Servers {
    fn start(tool: &Utf8Path, nginx: &Utf8Path, folder: &Utf8Path) -> Result<Self, Failure> {
        let mock = Running::ghostllm(tool, &["mock", "--listen", "127.0.0.1:0", "--no-tools"])?;
        let config = configuration(folder, &mock.address)?;
        let ours = Running::ghostllm(tool, &["serve", "--config", config.as_str()])?;
        let nginx = Running::nginx(nginx, folder, &mock.address)?;
        let peers = peers::start(tool, folder, &mock.address);
        Ok(Self { mock, nginx, ours, peers })
    }
}

impl Running {
    /// A server of ours, which prints where it listens.
    fn ghostllm(tool: &Utf8Path, arguments: &[&str]) -> Result<Self, Failure> {
        let mut server = command(tool);
        server.args(arguments).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = server.spawn().map_err(|e| cannot_start(&server, &e))?;
        let lines = child.stdout.take().into_iter().flat_map(|out| BufReader::new(out).lines());
        let listens = lines.map_while(Result::ok).find_map(|line| {
            line.split_once("listens on http://").map(|(_, address)| address.trim().to_owned())
        });
        // From here on whoever has the child ends it.
        let mut running = Self { child, address: String::new(), headers: Vec::new() };
        running.address =
            listens.ok_or_else(|| Failure::work(format!("bench: {server:?} does not listen")))?;
        Ok(running)
    }

    fn nginx(nginx: &Utf8Path, folder: &Utf8Path, upstream: &str) -> Result<Self, Failure> {
        let unwritable = |e: std::io::Error| Failure::environment(format!("cannot write {folder}: {e}"));
        let address = free_address().map_err(unwritable)?;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let config = folder.join("nginx.conf");
        let mut temporary = String::new();
        for name in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] {
            let _in_memory = writeln!(temporary, "  {name}_temp_path {folder}/{name};");
        }
        let text = format!(
            "worker_processes {cores};\ndaemon off;\npid {folder}/nginx.pid;\nerror_log {folder}/nginx.log;\n\
             events {{ worker_connections 8192; }}\nhttp {{\n  access_log off;\n  keepalive_requests 1000000000;\n\
             {temporary}  upstream mock {{ server {upstream}; keepalive 2048; keepalive_requests 1000000000; }}\n\
             server {{\n  listen {address};\n  tcp_nodelay on;\n  location / {{\n    proxy_pass http://mock;\n    \
             proxy_http_version 1.1;\n    proxy_set_header Connection \"\";\n    proxy_buffering off;\n  }}\n  }}\n}}\n"
        );
        fs::write(&config, text).map_err(unwritable)?;
        let mut server = command(nginx);
        server.args(["-p", folder.as_str(), "-c", config.as_str(), "-e", folder.join("nginx.log").as_str()]);
        server.stdout(Stdio::null()).stderr(Stdio::null());
        let running = Self::start(server, address)?;
        running.awaits(&folder.join("nginx.log"))?;
        Ok(running)
    }

    fn start(mut server: Command, address: String) -> Result<Self, Failure> {
        let child = server.spawn().map_err(|e| cannot_start(&server, &e))?;
        Ok(Self { child, address, headers: Vec::new() })
    }

    /// Waits until it listens.
    fn awaits(&self, log: &Utf8Path) -> Result<(), Failure> {
        let begun = Instant::now();
        while std::net::TcpStream::connect(&self.address).is_err() {
            if begun.elapsed() > LISTENS_MAX {
                let log = fs::read_to_string(log).unwrap_or_default();
                return Err(Failure::environment(format!("{} does not listen: {log}", self.address)));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // nginx ends its workers when it is asked to end, and not when it is killed.
        let mut ask = command("kill");
        ask.arg(self.child.id().to_string());
        if !ask.status().is_ok_and(|status| status.success()) {
            let _already_ended = self.child.kill();
        }
        let _already_reaped = self.child.wait();
    }
}

fn configuration(folder: &Utf8Path, upstream: &str) -> Result<Utf8PathBuf, Failure> {
    let file = folder.join("ghostllm.toml");
    let text = format!(
        "[server]\nlisten = \"127.0.0.1:0\"\n[store]\npath = \"bench.db\"\n[providers.mock]\nkind = \"openai\"\n\
         base_url = \"http://{upstream}\"\napi_key = \"k\"\n[[models]]\nname = \"m\"\nprovider = \"mock\"\n\
         [[keys]]\nname = \"bench\"\nkey = \"{KEY}\"\n"
    );
    fs::write(&file, text).map_err(|e| Failure::environment(format!("cannot write {file}: {e}")))?;
    Ok(file)
}

fn free_address() -> std::io::Result<String> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string())
}

/// What a server and its children have used of the processors so far.
fn cpu_seconds(server: &Running) -> f64 {
    let main = server.child.id();
    let children = fs::read_to_string(format!("/proc/{main}/task/{main}/children")).unwrap_or_default();
    let children = children.split_whitespace().filter_map(|id| id.parse().ok());
    let ticks = |id: u32| {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        // The name, in brackets, may hold spaces; user and system time are the 12th and 13th after it.
        let rest = stat.rsplit_once(") ").map(|(_, rest)| rest.to_owned()).unwrap_or_default();
        let times = rest.split(' ').skip(11).take(2);
        times.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>()
    };
    std::iter::once(main).chain(children).map(ticks).sum::<f64>() / TICKS_A_SECOND
}

fn resident_mib(process: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<f64>().ok());
    kib.map_or(f64::NAN, |kib| kib / 1024.0)
}
