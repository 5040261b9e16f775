//! Syntax trees of a unit's files, and an index of functions and globals.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use ghost_abi::model::Location;
use ghost_abi::source::SourceFile;
use ghost_abi::zig_source::{self, Node, Tree};

use crate::finding::Place;
use crate::project::Source;

/// Deepest nesting that is followed; what lies deeper is not looked at.
pub(super) const DEPTH_MAX: usize = 160;

/// The trees of a unit's files, in their order; a file that the parser gives up on has none.
#[derive(Default)]
pub(crate) struct Parsed<'a> {
    files: &'a [Source],
    pub(crate) trees: Vec<Option<Tree>>,
    /// What `@export` offers, once somebody asked.
    exported: OnceLock<Vec<(String, Location)>>,
}

impl<'a> Parsed<'a> {
    /// Files of which no tree is known yet.
    pub(crate) fn new(files: &'a [Source]) -> Self {
        Self { files, trees: vec![None; files.len()], exported: OnceLock::new() }
    }

    /// Symbols that `@export` gives, and where the names of their functions stand.
    fn exported(&self) -> &[(String, Location)] {
        self.exported.get_or_init(|| {
            if !self.files.iter().any(|file| file.text.contains("@export(")) {
                return Vec::new();
            }
            let files = self.files.iter().map(|file| SourceFile { path: &file.path, text: &file.text });
            zig_source::exported(&files.collect::<Vec<_>>(), &self.trees)
        })
    }

    /// Every file that has a tree.
    fn each(&self) -> impl Iterator<Item = (File<'_>, Node<'_>)> {
        self.files.iter().zip(&self.trees).filter_map(|(file, tree)| {
            let root = tree.as_ref()?.root_node();
            Some((File { path: &file.path, text: &file.text }, root))
        })
    }
}

/// What stands in a unit.
pub(super) struct Program<'t> {
    pub(super) functions: Vec<Function<'t>>,
    pub(super) by_name: HashMap<&'t str, Vec<usize>>,
    /// Variables outside of functions, less constants, thread-locals and atomics.
    pub(super) globals: HashSet<&'t str>,
    /// Enums with named values only.
    pub(super) closed_enums: HashSet<&'t str>,
    /// Enums that any number is a value of.
    pub(super) open_enums: HashSet<&'t str>,
    /// Other names of functions: `const next = raw.next_state;`, and names of `@extern`.
    pub(super) aliases: HashMap<&'t str, &'t str>,
    /// The same, by the container that they stand in.
    pub(super) own_aliases: HashMap<(&'t str, &'t str), &'t str>,
    /// Names that stand for different functions in different containers.
    unclear: HashSet<&'t str>,
    /// Arrays outside of functions.
    pub(super) arrays: HashSet<&'t str>,
    /// Their lengths, where they are written as a number.
    pub(super) lengths: HashMap<&'t str, u64>,
    /// Types of the fields of containers; empty where two fields of a name differ.
    pub(super) fields: HashMap<&'t str, &'t str>,
    /// Arrays of bytes that are written out, and have no terminator.
    pub(super) bare_arrays: HashSet<&'t str>,
    /// Variables of which each thread has one.
    pub(super) thread_locals: HashSet<&'t str>,
    /// Whether `malloc` is the only allocator that is named.
    pub(super) malloced: bool,
}

/// A function with a body.
#[derive(Clone, Copy)]
pub(super) struct Function<'t> {
    pub(super) file: File<'t>,
    pub(super) name: &'t str,
    pub(super) node: Node<'t>,
    pub(super) body: Node<'t>,
    pub(super) exported: bool,
    /// The name that the linker knows it by, if it is exported.
    pub(super) symbol: &'t str,
    /// The container that it stands in, where that has a name.
    pub(super) owner: Option<&'t str>,
}

/// A file's path and text.
#[derive(Clone, Copy)]
pub(super) struct File<'t> {
    pub(super) path: &'t str,
    pub(super) text: &'t str,
}

impl<'t> File<'t> {
    /// The text of a node.
    pub(super) fn slice(self, node: Node<'_>) -> &'t str {
        self.text.get(node.byte_range()).unwrap_or("")
    }

    /// Where a node begins.
    pub(super) fn place(self, node: Node<'_>) -> Place {
        let at = node.start_position();
        let one_based = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
        Place { file: self.path.to_owned(), line: one_based(at.row), column: one_based(at.column) }
    }
}

impl<'t> Program<'t> {
    /// Indexes every file.
    pub(super) fn of(parsed: &'t Parsed<'_>) -> Self {
        let mut program = Self {
            functions: Vec::new(),
            by_name: HashMap::new(),
            globals: HashSet::new(),
            closed_enums: HashSet::new(),
            open_enums: HashSet::new(),
            aliases: HashMap::new(),
            own_aliases: HashMap::new(),
            unclear: HashSet::new(),
            arrays: HashSet::new(),
            lengths: HashMap::new(),
            fields: HashMap::new(),
            bare_arrays: HashSet::new(),
            thread_locals: HashSet::new(),
            malloced: false,
        };
        for (file, root) in parsed.each() {
            program.container(file, root, 0);
        }
        let names = |word: &str| parsed.files.iter().any(|file| file.text.contains(word));
        let others =
            ["page_allocator", "smp_allocator", "DebugAllocator", "GeneralPurposeAllocator", "Arena"];
        program.malloced = names("c_allocator") && !others.iter().any(|word| names(word));
        program.export(parsed.exported());
        for (index, function) in program.functions.iter().enumerate() {
            program.by_name.entry(function.name).or_default().push(index);
        }
        program
    }

    /// Notes which functions `@export` offers.
    fn export(&mut self, symbols: &'t [(String, Location)]) {
        for (symbol, at) in symbols {
            let at = Place { file: at.file.clone(), line: at.line, column: at.column };
            let is_meant = |function: &&mut Function<'t>| {
                let name = function.node.child_by_field_name("name");
                name.is_some_and(|name| function.file.place(name) == at)
            };
            if let Some(function) =
                self.functions.iter_mut().filter(|f| f.file.path == at.file).find(is_meant)
            {
                (function.exported, function.symbol) = (true, symbol);
            }
        }
    }

    fn container(&mut self, file: File<'t>, node: Node<'t>, depth: usize) {
        if depth > DEPTH_MAX {
            return;
        }
        for child in node.named_children() {
            match child.kind() {
                "function_declaration" => self.function(file, child, depth),
                "variable_declaration" => self.variable(file, child, depth),
                "test_declaration" => {}
                "container_field" => {
                    self.field(file, child);
                    self.container(file, child, depth + 1);
                }
                _ => self.container(file, child, depth + 1),
            }
        }
    }

    fn field(&mut self, file: File<'t>, node: Node<'t>) {
        if let (Some(name), Some(ty)) = (node.child_by_field_name("name"), node.child_by_field_name("type")) {
            let ty = file.slice(ty);
            let known = self.fields.entry(file.slice(name)).or_insert(ty);
            if *known != ty {
                *known = "";
            }
        }
    }

    fn function(&mut self, file: File<'t>, node: Node<'t>, depth: usize) {
        let (Some(name), Some(body)) = (node.child_by_field_name("name"), node.child_by_field_name("body"))
        else {
            return;
        };
        let head = file.text.get(node.start_byte()..name.start_byte()).unwrap_or("");
        let exported = head.split_whitespace().any(|word| word == "export");
        let owner = owner_of(file, node);
        let name = file.slice(name);
        self.functions.push(Function { file, name, node, body, exported, symbol: name, owner });
        self.container(file, body, depth + 1);
    }

    fn variable(&mut self, file: File<'t>, node: Node<'t>, depth: usize) {
        let text = file.slice(node);
        let children: Vec<Node<'t>> = node.named_children().collect();
        let Some(name) = children.first().map(|first| file.slice(*first)) else { return };
        let words = || text.split_whitespace();
        let outside = depth == 0 || !inside_function(node);
        let is_variable = words().take(3).any(|word| word == "var") && !words().any(|word| word == "extern");
        if outside && is_variable && !text.contains("threadlocal") && !text.contains("atomic") {
            self.globals.insert(name);
        }
        if outside && is_variable && text.contains("threadlocal") {
            self.thread_locals.insert(name);
        }
        if let Some(value) = children.last() {
            if is_bare_list(file.slice(*value)) {
                self.bare_arrays.insert(name);
            }
            self.named_value(file, node, name, *value);
            let is_array =
                |node: &Node<'_>| file.slice(*node).starts_with('[') && !file.slice(*node).starts_with("[*");
            if outside
                && (is_array(value) || children.iter().any(|n| n.kind() == "array_type" && is_array(n)))
            {
                self.arrays.insert(name);
                let ty = children.iter().find(|n| is_array(n)).map_or("", |ty| file.slice(*ty));
                let length = ty.strip_prefix('[').and_then(|rest| rest.split([']', ':']).next());
                self.lengths
                    .extend(length.and_then(|length| length.parse().ok()).map(|length| (name, length)));
            }
        }
        self.container(file, node, depth + 1);
    }

    /// Another name for a function, in the container that it is declared in.
    fn alias(&mut self, file: File<'t>, node: Node<'t>, name: &'t str, of: &'t str) {
        if let Some(owner) = owner_of(file, node) {
            self.own_aliases.insert((owner, name), of);
        }
        if self.aliases.insert(name, of).is_some_and(|before| before != of) {
            self.unclear.insert(name);
        }
        if self.unclear.contains(name) {
            self.aliases.remove(name);
        }
    }

    fn named_value(&mut self, file: File<'t>, node: Node<'t>, name: &'t str, value: Node<'t>) {
        match value.kind() {
            "enum_declaration" if is_open(file, value) => {
                self.open_enums.insert(name);
            }
            "enum_declaration" => {
                self.closed_enums.insert(name);
            }
            "field_expression" => {
                if let Some(member) = value.child_by_field_name("member") {
                    self.alias(file, node, name, file.slice(member));
                }
            }
            "builtin_function" => {
                if let Some(("@extern", args)) = builtin(file, value)
                    && let Some(symbol) = args.last().and_then(|options| quoted(file.slice(*options)))
                {
                    self.alias(file, node, name, symbol);
                }
            }
            "identifier" if !inside_function(node) => self.alias(file, node, name, file.slice(value)),
            _ => {}
        }
    }

    /// Every function of a name, by index.
    pub(super) fn named(&self, name: &str) -> &[usize] {
        self.by_name.get(name).map_or(&[], Vec::as_slice)
    }

    /// The function behind a name or `&name`.
    pub(super) fn function_named(&self, name: &str) -> Option<&Function<'t>> {
        let known = self.by_name.get(name.trim_start_matches('&').trim())?;
        self.functions.get(*known.last()?)
    }
}

/// Bytes that are written out one by one, and do not end with a zero.
fn is_bare_list(text: &str) -> bool {
    let Some((head, list)) = text.split_once('{') else { return false };
    let inside = list.trim_end_matches(|c: char| c == '}' || c == ',' || c.is_whitespace());
    let end = inside.rsplit(',').next().unwrap_or(inside).trim();
    head.starts_with('[') && head.ends_with("]u8") && !head.contains(':') && !end.is_empty() && end != "0"
}

/// The first text in quotes.
fn quoted(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once('"')?;
    rest.split_once('"').map(|(inside, _)| inside)
}

/// `const Name = struct { fn … }`: the name.
fn owner_of<'t>(file: File<'t>, function: Node<'t>) -> Option<&'t str> {
    let variable = function.parent()?.parent()?;
    (variable.kind() == "variable_declaration")
        .then(|| children(variable).first().map(|name| file.slice(*name)))?
}

fn inside_function(node: Node<'_>) -> bool {
    let mut at = node.parent();
    while let Some(parent) = at {
        if parent.kind() == "function_declaration" {
            return true;
        }
        at = parent.parent();
    }
    false
}

/// Whether an enum has `_` among its fields.
fn is_open(file: File<'_>, node: Node<'_>) -> bool {
    file.slice(node).split([',', '{', '}']).any(|part| part.trim() == "_")
}

/// The nodes of a kind within a node, itself included, in the order of the text.
pub(super) fn of_kind<'t>(node: Node<'t>, kind: &str) -> Vec<Node<'t>> {
    let mut found = Vec::new();
    node.visit(|node, depth| {
        if node.kind() == kind {
            found.push(node);
        }
        (depth as usize) < DEPTH_MAX
    });
    found
}

/// Named children of a node, in order.
pub(super) fn children(node: Node<'_>) -> Vec<Node<'_>> {
    node.named_children().collect()
}

/// The arguments of a call: everything named behind the function.
pub(super) fn arguments(call: Node<'_>) -> Vec<Node<'_>> {
    let function = call.child_by_field_name("function").map(Node::id);
    children(call).into_iter().filter(|child| Some(child.id()) != function).collect()
}

/// Name of the builtin of a `builtin_function` node, and its arguments.
pub(super) fn builtin<'t>(file: File<'t>, node: Node<'t>) -> Option<(&'t str, Vec<Node<'t>>)> {
    if node.kind() != "builtin_function" {
        return None;
    }
    let parts = children(node);
    let [name, rest @ ..] = parts.as_slice() else { return None };
    let args =
        rest.iter().find(|part| part.kind() == "arguments").map(|args| children(*args)).unwrap_or_default();
    Some((file.slice(*name), args))
}

/// Whether a block always leaves its function or loop.
pub(super) fn diverges(node: Node<'_>) -> bool {
    let Some(last) = children(node).into_iter().next_back() else { return false };
    match last.kind() {
        "expression_statement" | "block" | "block_expression" | "labeled_statement" => diverges(last),
        "return_expression" | "break_expression" | "continue_expression" => true,
        _ => matches!(node.kind(), "return_expression" | "break_expression" | "continue_expression"),
    }
}
