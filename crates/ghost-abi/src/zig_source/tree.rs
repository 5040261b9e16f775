//! A syntax tree of Zig in one block of memory.
//!
//! The parser's own tree answers each question (a node's kind, its next sibling, its parent) by a walk through
//! many small blocks. What is read here asks millions of them, from several threads, and wants to keep trees
//! between runs: so the tree is copied once, in the order of the text, each node with the number of the one
//! behind its last descendant.

use std::ops::{ControlFlow, Range};
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use tree_sitter::{Language, ParseOptions, ParseState, Parser, Point, TreeCursor};

/// Steps of the parser that a text may take: a few for each byte, and some for the beginning.
const STEPS_PER_BYTE: usize = 64;
const STEPS_MIN: usize = 100_000;
/// The kind of what the parser did not understand.
const ERROR: u16 = u16::MAX;

/// The syntax tree of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tree {
    nodes: Vec<Record>,
    /// Where lines begin, in bytes.
    lines: Vec<u32>,
}

/// One node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Record {
    start: u32,
    end: u32,
    /// The node behind the last one inside of this one.
    next: u32,
    parent: u32,
    kind: u16,
    /// The field of the parent that it is, 0 for none.
    field: u8,
    flags: u8,
}

const NAMED: u8 = 1;
const EXTRA: u8 = 1 << 1;
const MISSING: u8 = 1 << 2;
const HAS_ERROR: u8 = 1 << 3;

/// Names of the grammar, by their numbers.
struct Names {
    kinds: Vec<&'static str>,
    fields: Vec<&'static str>,
}

fn names() -> &'static Names {
    static LANGUAGE: OnceLock<Language> = OnceLock::new();
    static NAMES: OnceLock<Names> = OnceLock::new();
    NAMES.get_or_init(|| {
        let language = LANGUAGE.get_or_init(|| tree_sitter_zig::LANGUAGE.into());
        let kinds = u16::try_from(language.node_kind_count()).unwrap_or(u16::MAX);
        let fields = u16::try_from(language.field_count()).unwrap_or(u16::MAX);
        Names {
            kinds: (0..kinds).map(|id| language.node_kind_for_id(id).unwrap_or("")).collect(),
            // Fields are counted from 1.
            fields: (0..=fields).map(|id| language.field_name_for_id(id).unwrap_or("")).collect(),
        }
    })
}

/// Parses one file after the other.
pub struct TreeParser(Parser);

impl TreeParser {
    /// A parser; `None` where the grammar does not fit the library that reads it.
    #[must_use]
    pub fn new() -> Option<Self> {
        let mut parser = Parser::new();
        parser.set_language(&tree_sitter_zig::LANGUAGE.into()).ok()?;
        Some(Self(parser))
    }

    /// The tree of a text; `None` where that takes too long.
    pub fn parse(&mut self, text: &str) -> Option<Tree> {
        let mut steps = text.len().saturating_mul(STEPS_PER_BYTE).saturating_add(STEPS_MIN);
        let mut progress = |_: &ParseState| match steps.checked_sub(1) {
            Some(rest) => {
                steps = rest;
                ControlFlow::Continue(())
            }
            None => ControlFlow::Break(()),
        };
        let options = ParseOptions::new().progress_callback(&mut progress);
        let bytes = text.as_bytes();
        let mut chunk = |at: usize, _: Point| bytes.get(at..).unwrap_or(&[]);
        let tree = self.0.parse_with_options(&mut chunk, None, Some(options));
        self.0.reset();
        Some(Tree { nodes: records(&mut tree?.walk(), text.len()), lines: lines(text) })
    }
}

fn lines(text: &str) -> Vec<u32> {
    let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| number(at + 1));
    std::iter::once(0).chain(ends).collect()
}

/// Files are smaller than 4 GiB, and trees have fewer nodes than a text has bytes.
fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Every node in the order of the text.
fn records(cursor: &mut TreeCursor<'_>, bytes: usize) -> Vec<Record> {
    let mut nodes: Vec<Record> = Vec::with_capacity(bytes / 3);
    let mut parent = 0;
    loop {
        let node = cursor.node();
        let flag = |is: bool, flag: u8| if is { flag } else { 0 };
        let index = number(nodes.len());
        nodes.push(Record {
            start: number(node.start_byte()),
            end: number(node.end_byte()),
            next: index + 1,
            parent,
            kind: if node.is_error() { ERROR } else { node.kind_id() },
            field: cursor.field_id().and_then(|id| u8::try_from(id.get()).ok()).unwrap_or(0),
            flags: flag(node.is_named(), NAMED)
                | flag(node.is_extra(), EXTRA)
                | flag(node.is_missing(), MISSING)
                | flag(node.has_error(), HAS_ERROR),
        });
        if cursor.goto_first_child() {
            parent = index;
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return nodes;
            }
            let behind = number(nodes.len());
            let record = &mut nodes[parent as usize];
            record.next = behind;
            parent = record.parent;
        }
    }
}

impl Tree {
    /// The node of the whole file.
    #[must_use]
    pub fn root_node(&self) -> Node<'_> {
        Node { tree: self, index: 0 }
    }

    /// Whether it can be the tree of a text: one that was read from elsewhere need not be.
    #[must_use]
    pub fn fits(&self, text: &str) -> bool {
        let count = self.nodes.len();
        let whole = |(index, node): (usize, &Record)| {
            let (next, parent) = (node.next as usize, node.parent as usize);
            let above = self.nodes.get(parent).is_some_and(|above| next <= above.next as usize);
            let in_order = next > index && next <= count && (parent < index || index == 0);
            in_order && above && node.start <= node.end && node.end as usize <= text.len()
        };
        count > 0 && self.lines.first() == Some(&0) && self.nodes.iter().enumerate().all(whole)
    }
}

/// A node of a tree.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    tree: &'t Tree,
    index: u32,
}

/// A place in a text, both counted from 0; columns are bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub row: usize,
    /// The byte in it.
    pub column: usize,
}

impl<'t> Node<'t> {
    fn record(self) -> &'t Record {
        &self.tree.nodes[self.index as usize]
    }

    fn has(self, flag: u8) -> bool {
        self.record().flags & flag != 0
    }

    /// What tells it from every other node, of this tree and of others that are there.
    #[must_use]
    pub fn id(self) -> usize {
        std::ptr::from_ref(self.record()).addr()
    }

    /// What the grammar calls it.
    #[must_use]
    pub fn kind(self) -> &'static str {
        let kind = self.record().kind;
        if kind == ERROR { "ERROR" } else { names().kinds.get(usize::from(kind)).copied().unwrap_or("") }
    }

    /// Whether it is a rule of the grammar, and not a mark or keyword.
    #[must_use]
    pub fn is_named(self) -> bool {
        self.has(NAMED)
    }

    /// Whether it may stand anywhere: a comment.
    #[must_use]
    pub fn is_extra(self) -> bool {
        self.has(EXTRA)
    }

    /// Whether the parser made it up.
    #[must_use]
    pub fn is_missing(self) -> bool {
        self.has(MISSING)
    }

    /// Whether it is what the parser did not understand.
    #[must_use]
    pub fn is_error(self) -> bool {
        self.record().kind == ERROR
    }

    /// Whether anything in it was not understood.
    #[must_use]
    pub fn has_error(self) -> bool {
        self.has(HAS_ERROR)
    }

    /// Its first byte.
    #[must_use]
    pub fn start_byte(self) -> usize {
        self.record().start as usize
    }

    /// The byte behind it.
    #[must_use]
    pub fn end_byte(self) -> usize {
        self.record().end as usize
    }

    /// Its bytes.
    #[must_use]
    pub fn byte_range(self) -> Range<usize> {
        self.start_byte()..self.end_byte()
    }

    /// Where it begins.
    #[must_use]
    pub fn start_position(self) -> Position {
        let start = self.record().start;
        let row = self.tree.lines.partition_point(|line| *line <= start).saturating_sub(1);
        let line = self.tree.lines.get(row).copied().unwrap_or(0);
        Position { row, column: (start - line) as usize }
    }

    /// The node that it stands in.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        (self.index != 0).then(|| Self { tree: self.tree, index: self.record().parent })
    }

    /// The nodes in it, in order.
    pub fn children(self) -> impl Iterator<Item = Self> + use<'t> {
        let (tree, end) = (self.tree, self.record().next);
        let mut at = self.index + 1;
        std::iter::from_fn(move || {
            let node = (at < end).then_some(Self { tree, index: at })?;
            at = node.record().next;
            Some(node)
        })
    }

    /// Those of them that are rules of the grammar.
    pub fn named_children(self) -> impl Iterator<Item = Self> + use<'t> {
        self.children().filter(|child| child.is_named())
    }

    /// How many those are.
    #[must_use]
    pub fn named_child_count(self) -> usize {
        self.named_children().count()
    }

    /// One of them.
    #[must_use]
    pub fn named_child(self, nth: u32) -> Option<Self> {
        self.named_children().nth(nth as usize)
    }

    /// The first one that is this field.
    #[must_use]
    pub fn child_by_field_name(self, name: &str) -> Option<Self> {
        let fields = &names().fields;
        let is = |field: u8| field != 0 && fields.get(usize::from(field)).is_some_and(|known| *known == name);
        self.children().find(|child| is(child.record().field))
    }

    /// Every node of its subtree in the order of the text, itself first. `inside` says of each whether to look into
    /// it; the second number is its depth below this one.
    pub fn visit(self, mut inside: impl FnMut(Self, u32) -> bool) {
        let end = self.record().next;
        let (mut at, mut depth) = (self.index, 0);
        // The ends of nodes that are open.
        let mut open: Vec<u32> = Vec::new();
        while at < end {
            while open.last().is_some_and(|end| *end <= at) {
                open.pop();
                depth -= 1;
            }
            let node = Self { tree: self.tree, index: at };
            let next = node.record().next;
            if inside(node, depth) && next > at + 1 {
                open.push(next);
                depth += 1;
                at += 1;
            } else {
                at = next;
            }
        }
    }
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.tree, other.tree) && self.index == other.index
    }
}

impl Eq for Node<'_> {}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:?}", self.kind(), self.byte_range())
    }
}

#[cfg(test)]
mod tests {
    use tree_sitter::Parser;

    use super::{Tree, TreeParser};

    /// Both trees of a text say the same of every node.
    fn check(text: &str) -> Tree {
        let mut parser = Parser::new();
        parser.set_language(&tree_sitter_zig::LANGUAGE.into()).unwrap();
        let theirs = parser.parse(text, None).unwrap();
        let ours = TreeParser::new().unwrap().parse(text).unwrap();
        assert!(ours.fits(text));
        let mut cursor = theirs.walk();
        let mut theirs: Vec<(u32, tree_sitter::Node<'_>)> = Vec::new();
        'walk: loop {
            theirs.push((cursor.depth(), cursor.node()));
            if cursor.goto_first_child() {
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    break 'walk;
                }
            }
        }
        let mut nodes = Vec::new();
        ours.root_node().visit(|node, depth| {
            nodes.push((depth, node));
            true
        });
        assert_eq!(nodes.len(), theirs.len(), "{text}");
        for ((depth, node), (their_depth, their)) in nodes.iter().zip(&theirs) {
            let at = their.start_position();
            assert_eq!(
                (
                    *depth,
                    node.kind(),
                    node.byte_range(),
                    node.start_position().row,
                    node.start_position().column
                ),
                (*their_depth, their.kind(), their.byte_range(), at.row, at.column),
            );
            let flags =
                [node.is_named(), node.is_extra(), node.is_missing(), node.is_error(), node.has_error()];
            let their_flags =
                [their.is_named(), their.is_extra(), their.is_missing(), their.is_error(), their.has_error()];
            assert_eq!(flags, their_flags, "{their:?}");
            assert_eq!(node.parent().map(super::Node::byte_range), their.parent().map(|n| n.byte_range()));
            let mut cursor = their.walk();
            let all: Vec<_> = their.named_children(&mut cursor).map(|child| child.byte_range()).collect();
            assert_eq!(node.named_children().map(super::Node::byte_range).collect::<Vec<_>>(), all);
            for field in super::names().fields.iter().skip(1) {
                assert_eq!(
                    node.child_by_field_name(field).map(|child| (child.kind(), child.byte_range())),
                    their.child_by_field_name(field).map(|child| (child.kind(), child.byte_range())),
                    "{field} of {their:?}"
                );
            }
        }
        ours
    }

    #[test]
    fn a_copy_says_what_the_parser_says() {
        check("");
        check("const a = 1;\n// é\nconst s = struct { x: u8 = 2, y: ?*const T align(4) };\n");
        check(
            "export fn f(a: u8, b: [*:0]const u8) callconv(.c) !void {\n    if (a > 1) |x| { g(x, .{ .y = a }); } else return;\n}\n",
        );
        check("const broken = struct { ; fn ( \nconst empty = struct {};\nswitch while \"\n");
        check(
            "test \"t\" { while (it.next()) |n| : (i += 1) { defer n.free(); _ = @as(u8, 1) catch unreachable; } }",
        );
    }

    #[test]
    fn what_is_no_tree_of_a_text_is_told() {
        let tree = check("const a = struct { b: u8 };\n");
        assert!(!tree.fits("short"));
        for index in 0..tree.nodes.len() {
            for next in [0, 1000] {
                let mut broken = tree.clone();
                broken.nodes[index].next = next;
                assert!(!broken.fits("const a = struct { b: u8 };\n"), "{index}");
            }
        }
    }
}
