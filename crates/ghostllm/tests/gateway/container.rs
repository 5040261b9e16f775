//! The container: the image of `packages/container/Dockerfile` is built by buildah, from its last stage on with the
//! program of these tests, and runs as it is meant to be run: read-only, without rights, as nobody of this machine.
//!
//! buildah and bubblewrap come from the kits `buildah` and `casd` of `cargo xtask provision`; without them the test
//! says so and returns.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::support::client::post_with;
use crate::support::eventually;
use crate::support::stub::{Stub, chat_answer};

fn program(variable: &str) -> Option<PathBuf> {
    let found = std::env::var_os(variable).map(PathBuf::from).filter(|path| path.exists());
    if found.is_none() {
        println!("skipped: no image is built ({variable} is not set: cargo xtask provision)");
    }
    found
}

#[expect(clippy::disallowed_methods, reason = "the one place where these tests start tools of containers")]
fn command(program: &Path) -> Command {
    Command::new(program)
}

/// Runs a tool to its end; what it printed, or nothing where it failed with `Err`.
fn ran(command: &mut Command) -> Result<String, String> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| error.to_string())?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packages/container")
}

/// The Dockerfile from its last stage on, which copies from the folder it is built in.
fn last_stage() -> String {
    let text = std::fs::read_to_string(root().join("Dockerfile")).unwrap();
    let at = text.find("FROM scratch").unwrap();
    let stage = text[at..].replace("--from=build /image/", "image/");
    assert!(stage.contains("COPY image/ /") && !stage.contains("--from"), "{stage}");
    stage
}

#[test]
fn the_image_runs_read_only_and_without_rights_and_is_healthy() {
    let (Some(buildah), Some(bubblewrap)) = (program("GHOST_BUILDAH"), program("GHOST_BUBBLEWRAP")) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let context = folder.path().join("context");
    std::fs::create_dir(&context).unwrap();
    std::fs::write(context.join("Dockerfile"), last_stage()).unwrap();
    std::fs::write(folder.path().join("policy.json"), r#"{"default":[{"type":"insecureAcceptAnything"}]}"#)
        .unwrap();
    ran(command(Path::new("sh"))
        .arg(root().join("rootfs.sh"))
        .arg(env!("CARGO_BIN_EXE_ghostllm"))
        .arg(context.join("image")))
    .unwrap();
    let tool = |arguments: &[&str]| {
        let mut tool = command(&buildah);
        tool.args(["--root", &at("storage"), "--runroot", &at("run"), "--storage-driver", "vfs"]);
        tool.args(arguments);
        ran(&mut tool)
    };
    let policy = at("policy.json");
    let context = context.display().to_string();
    let build = |more: &[&str]| {
        let fixed = ["bud", "--isolation", "chroot", "--format", "docker", "--signature-policy", &policy];
        tool(&[&fixed[..], more, &[&context]].concat())
    };
    if let Err(problem) = build(&["--tag", "ghostllm-test"]) {
        // Whoever may not make namespaces cannot build an image here.
        println!("skipped: buildah does not build here: {}", problem.lines().last().unwrap_or_default());
        return;
    }
    let inspected: Value =
        serde_json::from_str(&tool(&["inspect", "--type", "image", "ghostllm-test"]).unwrap()).unwrap();
    let config = &inspected["Docker"]["config"];
    assert_eq!(config["User"], "65532:65532");
    assert_eq!(config["Entrypoint"], json!(["/usr/bin/ghostllm"]));
    assert_eq!(config["Healthcheck"]["Test"], json!(["CMD", "/usr/bin/ghostllm", "healthcheck"]));
    assert!(
        config["Volumes"]["/data"].is_object() && config["ExposedPorts"]["4000/tcp"].is_object(),
        "{config}"
    );
    let layers = inspected["OCIv1"]["rootfs"]["diff_ids"].as_array().unwrap().len();
    assert_eq!(layers, 1, "the image is the last stage and nothing else");
    build(&["--output", &format!("type=local,dest={}", at("rootfs"))]).unwrap();
    std::fs::create_dir(folder.path().join("data")).unwrap();
    run(&bubblewrap, &at("rootfs"), &at("data"));
}

/// Runs the image's program in its root, which cannot be written to.
fn run(bubblewrap: &Path, rootfs: &str, data: &str) {
    let stub = Stub::always(chat_answer("from the container"));
    let inside = |arguments: &[&str]| {
        let mut inside = command(bubblewrap);
        inside.args([
            "--unshare-user",
            "--unshare-pid",
            "--unshare-ipc",
            "--die-with-parent",
            "--new-session",
        ]);
        inside.args(["--uid", "65532", "--gid", "65532", "--cap-drop", "ALL", "--clearenv"]);
        inside.args(["--ro-bind", rootfs, "/", "--bind", data, "/data", "--proc", "/proc", "--dev", "/dev"]);
        inside.args(["--setenv", "HOME", "/data", "--setenv", "XDG_DATA_HOME", "/data"]);
        inside.args(["--setenv", "OPENAI_API_KEY", "k", "--setenv", "OPENAI_BASE_URL"]);
        inside.arg(format!("http://{}", stub.address)).args(["--chdir", "/data", "/usr/bin/ghostllm"]);
        inside.args(arguments);
        inside
    };
    if let Err(problem) = ran(&mut inside(&["--version"])) {
        println!("skipped: the image is built, but bubblewrap runs nothing here: {problem}");
        return;
    }
    let log = std::fs::File::create(Path::new(data).join("said")).unwrap();
    let mut serving = inside(&["serve", "--listen", "127.0.0.1:0"]).stdout(log).spawn().unwrap();
    let said = eventually("it prints its key", || {
        let said = std::fs::read_to_string(Path::new(data).join("said")).unwrap();
        said.contains("key: ").then_some(said).filter(|said| said.ends_with('\n'))
    });
    let after = |mark: &str| said.split_once(mark).map(|(_, rest)| rest.lines().next().unwrap()).unwrap();
    let (address, key) = (after("listens on http://"), after("key: "));
    assert!(said.contains("store: /data/"), "{said}");
    let healthy = ran(&mut inside(&["healthcheck", "--address", address]));
    let headers = format!("authorization: Bearer {key}\r\n");
    let reply = post_with(
        address.parse().unwrap(),
        "/v1/chat/completions",
        &headers,
        br#"{"model":"gpt-4o-mini","messages":[]}"#,
    );
    serving.kill().unwrap();
    serving.wait().unwrap();
    assert!(healthy.is_ok(), "{healthy:?}");
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert!(reply.text().contains("from the container"));
}
