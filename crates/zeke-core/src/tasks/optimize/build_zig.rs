//! `build.zig`: settings are found in its syntax tree, and edited as text, so that everything around stays.

use std::ops::Range;

use camino::Utf8Path;
use ghost_abi::zig_source::{Node, TreeParser};

use super::{Advice, Facts, Optimized, Wanted, line_of};

/// A setting that a build should not have.
struct Row {
    /// Its name: of a field in `.{ .name = value }`, or of `compilation.name = value;`.
    setting: &'static str,
    /// The value, or what it ends with: `.Debug` of `std.builtin.OptimizeMode.Debug`.
    value: &'static str,
    becomes: Becomes,
    /// Whether it is about processors and targets.
    target: bool,
    reason: &'static str,
}

/// What becomes of a value.
enum Becomes {
    /// Nothing that could be said for sure.
    Advice,
    /// This.
    Text(&'static str),
    /// This, with the name of what the command line asks for in place of `{}`.
    ByOption(&'static str),
}

const ROWS: [Row; 9] = [
    Row {
        setting: "optimize",
        value: ".Debug",
        becomes: Becomes::ByOption("{}"),
        target: false,
        reason: "the program is built without optimisation whatever the command line says",
    },
    Row {
        setting: "preferred_optimize_mode",
        value: ".Debug",
        becomes: Becomes::Text(".ReleaseFast"),
        target: false,
        reason: "`zig build --release` builds without optimisation",
    },
    Row {
        setting: "lto",
        value: ".full",
        becomes: Becomes::Text(".none"),
        target: false,
        reason: "Zig's link-time optimisation cannot look into Rust's archive, and full optimisation of a mixed link fails on \
                 duplicate runtime symbols",
    },
    Row {
        setting: "want_lto",
        value: "true",
        becomes: Becomes::Text("false"),
        target: false,
        reason: "Zig's link-time optimisation cannot look into Rust's archive, and a mixed link fails on duplicate runtime symbols",
    },
    Row {
        setting: "strip",
        value: "false",
        becomes: Becomes::ByOption("{} != .Debug"),
        target: false,
        reason: "debug information is most of a program's size",
    },
    Row {
        setting: "cpu_model",
        value: ".native",
        becomes: Becomes::Advice,
        target: true,
        reason: "the Zig side may use instructions that the machine of production lacks, and Rust is built for the baseline",
    },
    Row {
        setting: "cpu_features_add",
        value: "",
        becomes: Becomes::Advice,
        target: true,
        reason: "Rust is built without them unless `-C target-feature` names them too; a vector type that crosses is passed \
                 otherwise then",
    },
    Row {
        setting: "single_threaded",
        value: "true",
        becomes: Becomes::Advice,
        target: false,
        reason: "Rust's standard library may start threads; what Zig made unsynchronised is then reached by several",
    },
    Row {
        setting: "error_tracing",
        value: "true",
        becomes: Becomes::Advice,
        target: false,
        reason: "each error return is recorded, in every function, also in production",
    },
];

/// Names an architecture and takes it for a target.
const ARCH_ONLY: &str = ".cpu.arch)";

/// Advises, and gives the text as it should be.
pub(super) fn improve(
    file: &Utf8Path,
    text: &str,
    wanted: &Wanted,
    facts: &Facts,
    out: &mut Optimized,
) -> Result<String, String> {
    let tree = TreeParser::new().and_then(|mut parser| parser.parse(text));
    let tree = tree.ok_or("it takes too long to parse")?;
    let mut reader = Reader { file, text, wanted, options: Vec::new(), edits: Vec::new(), out };
    tree.root_node().visit(|node, _| {
        reader.options.extend(option(text, node));
        true
    });
    tree.root_node().visit(|node, _| {
        reader.node(node);
        true
    });
    reader.whole(facts);
    let mut better = text.to_owned();
    // From behind, so that positions stay.
    for (range, with) in reader.edits.iter().rev() {
        better.replace_range(range.clone(), with);
    }
    Ok(better)
}

fn slice<'t>(text: &'t str, node: Node<'_>) -> &'t str {
    text.get(node.byte_range()).unwrap_or("")
}

/// `const optimize = b.standardOptimizeOption(.{});`: the name, and where it can be named: behind it, in the same block.
fn option<'t>(text: &'t str, node: Node<'_>) -> Option<(&'t str, Range<usize>)> {
    if node.kind() != "variable_declaration" {
        return None;
    }
    let (name, value) = (node.named_children().next()?, node.named_children().last()?);
    let is_new = slice(text, node).trim_start_matches("pub ").starts_with("const ");
    let block = node.parent()?;
    (is_new && slice(text, value).contains("standardOptimizeOption("))
        .then(|| (slice(text, name), node.end_byte()..block.end_byte()))
}

/// `.name = value` in an initialiser, and `compilation.name = value;`.
fn setting<'t>(text: &'t str, node: Node<'t>) -> Option<(&'t str, Node<'t>)> {
    if !matches!(node.kind(), "assignment_expression" | "variable_declaration" | "field_initializer") {
        return None;
    }
    let whole = slice(text, node);
    if ["const ", "var ", "pub "].iter().any(|word| whole.starts_with(word)) {
        return None;
    }
    let (target, value) = (node.named_children().next()?, node.named_children().last()?);
    let name = slice(text, target);
    (target != value).then(|| (name.rsplit('.').next().unwrap_or(name), value))
}

struct Reader<'a> {
    file: &'a Utf8Path,
    text: &'a str,
    wanted: &'a Wanted,
    /// Names of what the command line asks for, each with where it can be named.
    options: Vec<(&'a str, Range<usize>)>,
    /// In the order of the text.
    edits: Vec<(Range<usize>, String)>,
    out: &'a mut Optimized,
}

impl Reader<'_> {
    fn node(&mut self, node: Node<'_>) {
        let text = self.text;
        if let Some((name, value)) = setting(text, node) {
            let written = slice(text, value);
            let is = |row: &Row| match row.value {
                "true" | "false" => written == row.value,
                value => written.ends_with(value),
            };
            let row = ROWS.iter().find(|row| row.setting == name && is(row));
            if let Some(row) = row.filter(|row| !row.target || self.wanted.target_analysis) {
                self.found(row, node, value);
            }
        }
        let whole = slice(text, node);
        if self.wanted.target_analysis
            && node.kind() == "builtin_function"
            && whole.starts_with("@tagName(")
            && whole.ends_with(ARCH_ONLY)
            && is_target(statement(text, node))
        {
            let reason = "an architecture alone is no target: give the whole triple, `target.result.zigTriple(b.allocator)`";
            self.advise(line(node), "target", format!("`{whole}`"), reason, false);
        }
    }

    fn found(&mut self, row: &Row, node: Node<'_>, value: Node<'_>) {
        let becomes = match row.becomes {
            Becomes::Advice => None,
            Becomes::Text(text) => Some(text.to_owned()),
            // What a change names must be there.
            Becomes::ByOption(form) => {
                let known = self.options.iter().find(|(_, seen)| seen.contains(&value.start_byte()));
                known.map(|(option, _)| form.replace("{}", option))
            }
        };
        let written = slice(self.text, value);
        let message = match &becomes {
            Some(becomes) => format!("`{} = {written}` becomes `{becomes}`", row.setting),
            None => format!("`{} = {written}`", row.setting),
        };
        self.advise(line(node), row.setting, message, row.reason, becomes.is_some());
        self.edits.extend(becomes.map(|becomes| (value.byte_range(), becomes)));
    }

    /// What is missing in the whole.
    fn whole(&mut self, facts: &Facts) {
        let text = self.text;
        let builds = ["addExecutable", "addLibrary", "addStaticLibrary", "addSharedLibrary"];
        if self.options.is_empty()
            && !text.contains("standardOptimizeOption")
            && builds.iter().any(|word| text.contains(word))
        {
            let reason = "the command line cannot ask for an optimised build";
            let message = "no `standardOptimizeOption`".to_owned();
            self.advise(line_of(text, "pub fn build"), "optimize", message, reason, false);
        }
        let links_rust = !facts.static_crates.is_empty()
            && (text.contains(".a\"") || text.contains("linkLibrary") || text.contains("addObjectFile"));
        let brings = ["\"unwind\"", "\"gcc_s\"", "\"gcc_eh\"", "link_libcpp", "linkLibCpp", "addRustCrate"];
        if links_rust && !brings.iter().any(|word| text.contains(word)) {
            let reason = "the archive refers to `_Unwind_*`, also with `panic = \"abort\"`: add `linkSystemLibrary(\"unwind\", .{})`";
            let message = "a Rust archive is linked without `unwind`".to_owned();
            self.advise(line_of(text, "link"), "link", message, reason, false);
        }
    }

    fn advise(&mut self, line: usize, setting: &str, message: String, reason: &str, in_patch: bool) {
        let (file, setting, reason) =
            (self.file.as_str().replace('\\', "/"), setting.to_owned(), reason.to_owned());
        self.out.advice.push(Advice { file, line, setting, message, reason, in_patch });
    }
}

/// The statement that a node stands in.
fn statement<'t>(text: &'t str, node: Node<'_>) -> &'t str {
    let mut at = node;
    while let Some(parent) = at.parent() {
        if parent.kind().contains("block") || parent.kind() == "source_file" {
            break;
        }
        at = parent;
    }
    slice(text, at)
}

/// Whether it speaks of a target, and names neither its system nor anything else of it.
fn is_target(statement: &str) -> bool {
    let speaks = ["target\"", "target=", "target ="].iter().any(|word| statement.contains(word));
    speaks && !statement.contains("os.tag")
}

fn line(node: Node<'_>) -> usize {
    node.start_position().row + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines that are advised about, with whether the patch changes them, and what becomes of the text.
    fn check(text: &str, expected: &[(usize, &str, bool)], better: &str) {
        let wanted = Wanted { profile: "production".into(), target_analysis: true, dependency_graph: true };
        let facts = Facts::default();
        let mut out = Optimized::default();
        let is = improve(Utf8Path::new("build.zig"), text, &wanted, &facts, &mut out).unwrap();
        let told: Vec<(usize, &str, bool)> =
            out.advice.iter().map(|a| (a.line, a.setting.as_str(), a.in_patch)).collect();
        assert_eq!((told.as_slice(), is.as_str()), (expected, better), "{text}");
    }

    #[test]
    fn settings_are_found_however_they_are_written() {
        let head = "pub fn build(b: *std.Build) void {\n    const mode = b.standardOptimizeOption(.{});\n";
        let with = |line: &str| format!("{head}    {line}\n}}\n");
        let one = |line: &str, setting: &str, becomes: &str| {
            let changed = line != becomes;
            check(&with(line), &[(3, setting, changed)], &with(becomes));
        };
        one(
            "_ = b.x(.{ .optimize = .Debug, .url = \"https://x.y/z\" });",
            "optimize",
            "_ = b.x(.{ .optimize = mode, .url = \"https://x.y/z\" });",
        );
        one(
            "_ = b.x(.{ .url = \"https://x\", .optimize=std.builtin.OptimizeMode.Debug });",
            "optimize",
            "_ = b.x(.{ .url = \"https://x\", .optimize=mode });",
        );
        one("exe.root_module.strip = false;", "strip", "exe.root_module.strip = mode != .Debug;");
        one("exe.want_lto = true; // faster", "want_lto", "exe.want_lto = false; // faster");
        one("exe.lto = .full;", "lto", "exe.lto = .none;");
        one("_ = b.r(.{ .cpu_model = .native });", "cpu_model", "_ = b.r(.{ .cpu_model = .native });");
        let command = "_ = b.addSystemCommand(&.{ \"ghostbind\", \"--zig-target\", @tagName(target.result.cpu.arch) });";
        one(command, "target", command);
        one(
            "_ = b.r(.{ .single_threaded = true });",
            "single_threaded",
            "_ = b.r(.{ .single_threaded = true });",
        );
        let right = [
            "_ = b.x(.{ .optimize = mode, .strip = true });",
            "// .optimize = .Debug",
            "const s = \"want_lto = true;\";",
            "if (mode == .Debug) exe.strip = other;",
            "const a = @tagName(target.result.cpu.arch);",
            "const target_host = @tagName(target.result.cpu.arch) ++ \"-\" ++ @tagName(target.result.os.tag);",
        ];
        for line in right {
            check(&with(line), &[], &with(line));
        }
    }

    #[test]
    fn what_a_change_would_name_must_be_there() {
        let text =
            "pub fn build(b: *std.Build) void {\n    _ = b.addExecutable(.{ .optimize = .Debug });\n}\n";
        check(text, &[(2, "optimize", false), (1, "optimize", false)], text);
        let text = "pub fn build(b: *std.Build) void {\n    const mode = b.standardOptimizeOption(.{});\n    other(b, mode);\n}\n\
                    fn other(b: *std.Build) void {\n    _ = b.addExecutable(.{ .optimize = .Debug });\n}\n";
        check(text, &[(6, "optimize", false)], text);
        let text = "pub fn build(b: *std.Build) void {\n    const o = b.standardOptimizeOption(.{ .preferred_optimize_mode = .Debug });\n}\n";
        let better = text.replace(".Debug", ".ReleaseFast");
        check(text, &[(2, "preferred_optimize_mode", true)], &better);
    }
}
