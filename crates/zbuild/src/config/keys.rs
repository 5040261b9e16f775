//! Every key of `zbuild.json`, each with what it does. The only list there is.

use super::shape::{Key, ObjectShape, Shape, TextRule};

/// The file.
pub(super) const FILE: Shape =
    Shape::Either { key: "workspace", with: &WORKSPACE_FORM, without: &PROJECT_FORM };

/// Zig's own names, which the document uses; also what `--optimize` takes.
pub(crate) const OPTIMIZATIONS: &[&str] = &["Debug", "ReleaseSafe", "ReleaseFast", "ReleaseSmall"];

/// What a Rust dependency may be built as.
pub(crate) const CRATE_TYPES: &[&str] = &["staticlib", "cdylib"];

/// How a Zig module may be linked.
pub(crate) const LINKAGES: &[&str] = &["static", "dynamic"];

/// Kinds of explicit artifacts.
pub(crate) const ARTIFACT_KINDS: &[&str] = &["executable", "library", "test"];

const fn object(doc: &'static str, keys: &'static [Key]) -> ObjectShape {
    ObjectShape { doc, keys, exactly_one_of: &[], needs: &[] }
}

const fn required(name: &'static str, shape: Shape, doc: &'static str) -> Key {
    Key { name, required: true, shape, doc }
}

const fn optional(name: &'static str, shape: Shape, doc: &'static str) -> Key {
    Key { name, required: false, shape, doc }
}

const FILLED: Shape = Shape::Text(TextRule::Filled);
const NAME: Shape = Shape::Text(TextRule::Name);
const PACKAGE: Shape = Shape::Text(TextRule::Package);
const TEXTS: Shape = Shape::List(&FILLED);
const LIBRARIES: Shape = Shape::List(&Shape::Text(TextRule::Library));

const SCHEMA: Key = optional("$schema", FILLED, "Where editors find this schema. zbuild does not read it.");
const TARGETS: Key = optional(
    "targets",
    Shape::Map(&Shape::Either { key: "kind", with: &ARTIFACT, without: &PLATFORM }),
    "Named machines to build for (`--target NAME`) and, with `kind`, artifacts beside the default one.",
);
const MACHINES: Key = optional(
    "targets",
    Shape::Map(&Shape::Object(&PLATFORM)),
    "Named machines to build for (`--target NAME`). Artifacts stand in the files of the members that build them.",
);
const INTEGRATION_KEY: Key = optional(
    "integration",
    Shape::Object(&INTEGRATION),
    "How the other Ghost tools take part. In a workspace its file counts, not those of members.",
);

const REMOTE_KEY: Key = optional(
    "remote",
    Shape::Object(&REMOTE),
    "How a Remote Execution service is used, where one is named. In a workspace its file counts, not those of members.",
);

const PROJECT_FORM: ObjectShape = object(
    "One project.",
    &[
        SCHEMA,
        required("project", Shape::Object(&PROJECT), "The project: its name, version and target."),
        optional(
            "dependencies",
            Shape::Object(&DEPENDENCIES),
            "What the project is built from beside its own code.",
        ),
        optional("build", Shape::Object(&BUILD), "How it is built."),
        optional(
            "generated",
            Shape::List(&Shape::Object(&GENERATED)),
            "Source files that commands make, before anything reads them.",
        ),
        TARGETS,
        INTEGRATION_KEY,
        REMOTE_KEY,
    ],
);

const WORKSPACE_FORM: ObjectShape = object(
    "Several projects that are built together.",
    &[
        SCHEMA,
        required("workspace", Shape::Object(&WORKSPACE), "The workspace: its name and members."),
        MACHINES,
        INTEGRATION_KEY,
        REMOTE_KEY,
    ],
);

const PROJECT: ObjectShape = object(
    "The project.",
    &[
        required("name", NAME, "The project's name, which its program or library gets."),
        optional("version", FILLED, "The project's version; its Zig code reads it from `build_options`."),
        optional(
            "target",
            FILLED,
            "What to build for: a Zig triple, a Rust triple, `native`, or a name from `targets`.",
        ),
        optional(
            "features",
            TEXTS,
            "Features that the project's Zig code knows: `build_options.features` has a bool for each.",
        ),
    ],
);

const WORKSPACE: ObjectShape = object(
    "The workspace.",
    &[
        optional("name", NAME, "The workspace's name. Default: its folder's."),
        optional("version", FILLED, "The workspace's version, for members that have none."),
        required("members", TEXTS, "Folders of the members, relative to this file."),
    ],
);

const DEPENDENCIES: ObjectShape = object(
    "Dependencies.",
    &[
        optional(
            "rust_crates",
            Shape::List(&Shape::Object(&RUST_CRATE)),
            "Rust crates, imported by their name.",
        ),
        optional(
            "zig_modules",
            Shape::List(&Shape::Object(&ZIG_MODULE)),
            "Zig modules of this project or another.",
        ),
        optional("c_sources", Shape::List(&Shape::Object(&C_SOURCE)), "C and C++ files, linked in."),
        optional("zig_packages", Shape::List(&Shape::Object(&ZIG_PACKAGE)), "Zig packages by URL or path."),
        optional(
            "system_libraries",
            LIBRARIES,
            "Libraries of the machine that the program runs on, by the names that `-l` takes: `c` for the C library, `sqlite3`. For another machine than this one those that Zig has itself.",
        ),
    ],
);

const RUST_CRATE: ObjectShape = ObjectShape {
    doc: "A Rust crate.",
    keys: &[
        required("name", PACKAGE, "The package's name; Zig code imports the bindings by it."),
        optional("path", FILLED, "Its folder, relative to this file."),
        optional("version", FILLED, "Its version in the registry, as in Cargo.toml."),
        optional("git", FILLED, "Its repository."),
        optional("rev", Shape::Text(TextRule::Commit), "The commit of `git`."),
        optional("features", TEXTS, "Features to switch on."),
        optional("default_features", Shape::Bool, "Whether the default features are on. Default: true."),
        optional(
            "crate_type",
            Shape::Text(TextRule::Choice(CRATE_TYPES)),
            "What it is built as. Default: staticlib, or cdylib where the crate declares only that.",
        ),
        optional(
            "optional",
            Shape::Bool,
            "Whether the build goes on without it when it fails. Default: false.",
        ),
    ],
    exactly_one_of: &["path", "version", "git"],
    needs: &[("git", "rev"), ("rev", "git")],
};

const ZIG_MODULE: ObjectShape = object(
    "A Zig module.",
    &[
        required("name", PACKAGE, "Its name, by which it is imported."),
        required("path", FILLED, "Its folder, relative to this file; `.` is the project itself."),
        optional(
            "root",
            FILLED,
            "Its root file, relative to the folder. Default: `src/<name>.zig`, `src/root.zig`, `src/lib.zig`, else the only Zig file in `src`.",
        ),
        optional(
            "linkage",
            Shape::Text(TextRule::Choice(LINKAGES)),
            "Builds it as a library with C exports and links that. Without it, the module is compiled in.",
        ),
    ],
);

const C_SOURCE: ObjectShape = object(
    "C or C++ files.",
    &[
        required("name", PACKAGE, "A name for the group."),
        required("path", FILLED, "Its folder, relative to this file."),
        required("files", TEXTS, "The files, relative to the folder."),
        optional("include_dirs", TEXTS, "Folders for `#include`, relative to this file."),
        optional("flags", TEXTS, "Further flags for the compiler."),
    ],
);

const ZIG_PACKAGE: ObjectShape = ObjectShape {
    doc: "A Zig package.",
    keys: &[
        required("name", PACKAGE, "Its name, by which it is imported."),
        optional(
            "url",
            FILLED,
            "Where it is fetched from: an archive (`https://…`, `file://…`) or a commit (`git+https://…#COMMIT`).",
        ),
        optional("path", FILLED, "Its folder, or an archive of it, relative to this file."),
        optional(
            "hash",
            Shape::Text(TextRule::PackageHash),
            "The hash that `zig fetch` prints and `zbuild add zig` writes; for a URL or an archive.",
        ),
        optional(
            "root",
            FILLED,
            "Its root file, relative to the package. Default: that of the module of this name in its `build.zig`, of its only module, else as for `zig_modules`.",
        ),
    ],
    exactly_one_of: &["url", "path"],
    needs: &[("url", "hash")],
};

const GENERATED: ObjectShape = object(
    "Files that a command makes.",
    &[
        required("name", PACKAGE, "A name for it."),
        required(
            "command",
            TEXTS,
            "The program and its arguments, run in the project's folder. A program with a `/` is a file of the project, another one is looked up on PATH.",
        ),
        optional(
            "inputs",
            TEXTS,
            "Files and folders that it reads, relative to this file. A folder counts with what its links lead to.",
        ),
        required("outputs", TEXTS, "Files that it writes, relative to this file."),
    ],
);

const BUILD: ObjectShape = object(
    "How the project is built.",
    &[
        optional(
            "optimization",
            Shape::Text(TextRule::Choice(OPTIMIZATIONS)),
            "Zig's optimisation mode; Debug builds Rust's dev profile, the others its release profile. Default: Debug.",
        ),
        optional(
            "strip",
            Shape::Bool,
            "Whether debug information is left out of what is built. Default: false.",
        ),
        optional(
            "cross_compile",
            Shape::Bool,
            "Whether building for another machine than this one is allowed. Default: true.",
        ),
        optional(
            "build_zig",
            FILLED,
            "A `build.zig` that builds the Zig part instead of zbuild's own rules, relative to this file. It gets the target, the optimisation and the features that it has options for, and the Rust, C and Zig libraries of `dependencies` by `--search-prefix`.",
        ),
    ],
);

const PLATFORM: ObjectShape = object(
    "A machine to build for.",
    &[
        optional("zig_target", FILLED, "Zig's triple, or `native`."),
        optional("rust_target", FILLED, "Rust's triple for the same machine."),
        optional("optimization", Shape::Text(TextRule::Choice(OPTIMIZATIONS)), "Overrides the members' own."),
        optional(
            "features",
            TEXTS,
            "Features for the crates that declare them and for Zig's `build_options`.",
        ),
    ],
);

const ARTIFACT: ObjectShape = object(
    "An artifact beside the default one.",
    &[
        required("kind", Shape::Text(TextRule::Choice(ARTIFACT_KINDS)), "What is built."),
        required(
            "root",
            FILLED,
            "Its root file, relative to this file: Zig, or C or C++ for an executable or a test.",
        ),
        optional("dependencies", TEXTS, "Names of the dependencies it imports. Default: all."),
        optional("linkage", Shape::Text(TextRule::Choice(LINKAGES)), "For a library. Default: static."),
    ],
);

const INTEGRATION: ObjectShape = object(
    "How the other Ghost tools take part.",
    &[
        optional("ghostbind", Shape::Object(&GHOSTBIND), "The bridge to Rust."),
        optional("zeke", Shape::Object(&ZEKE), "The companion."),
    ],
);

const REMOTE: ObjectShape = object(
    "How a Remote Execution service is used. Which one, `--remote` or the environment says.",
    &[
        optional(
            "execute",
            Shape::Bool,
            "Whether the service's machines run actions, as with `--remote-exec`. Default: false.",
        ),
        optional(
            "platform",
            Shape::Map(&FILLED),
            "What a machine must be to run them, by the service's own names, such as `OSFamily`.",
        ),
        optional(
            "ca",
            FILLED,
            "A file, relative to this one, with the certificates that the service's may be signed by.",
        ),
    ],
);

const GHOSTBIND: ObjectShape = object(
    "The bridge to Rust.",
    &[
        optional(
            "auto_headers",
            Shape::Bool,
            "Whether C headers of crates are offered to C sources, and those of libraries left in `include/`. Default: true.",
        ),
        optional(
            "cache_artifacts",
            Shape::Bool,
            "Whether built crates are kept in the content store. Default: true.",
        ),
        optional("parallel_builds", Shape::Bool, "Whether crates are built at the same time. Default: true."),
    ],
);

const ZEKE: ObjectShape = object(
    "The companion.",
    &[
        optional(
            "ai_assistance",
            Shape::Bool,
            "Whether a failed build ends with what `zeke fix` says of it, where zeke is on PATH. Default: false.",
        ),
        optional(
            "auto_optimize",
            Shape::Bool,
            "Whether a build that did something ends with what `zeke optimize build-config` says. Default: false.",
        ),
        optional(
            "code_suggestions",
            Shape::Bool,
            "Whether a build that did something ends with the findings of `zeke analyze`. Default: false.",
        ),
    ],
);
