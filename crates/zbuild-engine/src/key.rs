//! Action keys: everything that an action's outputs are a function of, digested.
//!
//! One function, [`describe`], says what that is. It speaks to a [`KeySink`], and there are two: one digests, one
//! keeps the fields for people. So what explains a rebuild cannot disagree with what decided it.

use std::os::unix::ffi::OsStrExt;

use crate::action::{OutputKind, Stdout, Work};
use crate::digest::{Content, Digest};
use crate::graph::{Bound, Graph};
use crate::path::{self, FileId};

/// Raised when keys must not be what they were: what an action does, or what is stored of it, changed.
const KEY_VERSION: u8 = 2;

/// What a field of a key is. The numbers are on disk.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Field {
    /// What kind of action it is.
    Work = 1,
    /// The program of a command, or the name of a call.
    Program = 2,
    /// An argument; they come in order.
    Argument = 3,
    /// A variable of the environment.
    Variable = 4,
    /// A variable that is passed on, by name only.
    PassedVariable = 5,
    /// The folder that it runs in.
    WorkingDirectory = 6,
    /// What it is given to read or to write.
    Material = 7,
    /// Where standard output goes.
    Stdout = 8,
    /// A tool.
    Toolchain = 9,
    /// A declared input.
    Input = 10,
    /// An input that was found in a depfile.
    Discovered = 11,
    /// An output.
    Output = 12,
    /// Where its depfile is.
    Depfile = 13,
    /// A variable of the caller that an action says decided something.
    DiscoveredVariable = 14,
    /// The names in a folder that an action says decided something.
    DiscoveredNames = 15,
}

impl Field {
    pub(crate) fn from_byte(byte: u8) -> Option<Self> {
        const ALL: [Field; 15] = [
            Field::Work,
            Field::Program,
            Field::Argument,
            Field::Variable,
            Field::PassedVariable,
            Field::WorkingDirectory,
            Field::Material,
            Field::Stdout,
            Field::Toolchain,
            Field::Input,
            Field::Discovered,
            Field::Output,
            Field::Depfile,
            Field::DiscoveredVariable,
            Field::DiscoveredNames,
        ];
        ALL.into_iter().find(|&field| field as u8 == byte)
    }
}

/// Takes the fields of a key in.
pub(crate) trait KeySink {
    /// A field; `name` tells fields of one kind apart, where they have names.
    fn field(&mut self, field: Field, name: &[u8], value: &[u8]);
}

/// Digests fields. Lengths go in too, so no two lists of fields give the same bytes.
#[derive(Default, Clone)]
pub(crate) struct DigestSink {
    bytes: Vec<u8>,
}

impl DigestSink {
    pub(crate) fn digest(&self) -> Digest {
        Digest::of(&self.bytes)
    }

    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
    }
}

impl KeySink for DigestSink {
    fn field(&mut self, field: Field, name: &[u8], value: &[u8]) {
        self.bytes.push(field as u8);
        for part in [name, value] {
            // Nothing of 4 GiB can be on a command line or in memory as an action's content.
            let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
            self.bytes.extend_from_slice(&length.to_le_bytes());
            self.bytes.extend_from_slice(part);
        }
    }
}

/// The declared part of a key: all but what a depfile told. `contents` are those of the inputs, then of the
/// optional inputs, as the action lists them.
pub(crate) fn describe(sink: &mut impl KeySink, graph: &Graph, action: &Bound, contents: &[Content]) {
    describe_work(sink, action);
    for (name, digest) in &action.toolchains {
        sink.field(Field::Toolchain, name.as_bytes(), digest.as_bytes());
    }
    for (&file, content) in action.inputs.iter().chain(&action.optional_inputs).zip(contents) {
        sink.field(Field::Input, graph.paths().bytes(file), &content.to_bytes());
    }
    for output in &action.outputs {
        let kind: &[u8] = match output.kind {
            OutputKind::File => b"file",
            OutputKind::Directory => b"directory",
        };
        sink.field(Field::Output, graph.paths().bytes(output.file), kind);
    }
    if let Some(depfile) = action.depfile {
        sink.field(Field::Depfile, b"", graph.paths().bytes(depfile));
    }
}

fn describe_work(sink: &mut impl KeySink, action: &Bound) {
    let kind: &[u8] = match &action.work {
        Work::Command(_) => b"command",
        Work::Call(_) => b"call",
        Work::WriteFile(_) => b"write file",
        Work::Copy => b"copy",
        Work::Group => b"group",
    };
    sink.field(Field::Work, &[KEY_VERSION], kind);
    match &action.work {
        Work::Command(command) => {
            sink.field(Field::Program, b"", path::to_bytes(&command.program));
            for argument in &command.args {
                sink.field(Field::Argument, b"", argument.as_bytes());
            }
            for (name, value) in &command.environment.set {
                sink.field(Field::Variable, name.as_bytes(), value.as_bytes());
            }
            for name in &command.environment.passed {
                sink.field(Field::PassedVariable, name.as_bytes(), b"");
            }
            if !action.cwd.is_empty() {
                sink.field(Field::WorkingDirectory, b"", &action.cwd);
            }
            if let Stdout::File(path) = &command.stdout {
                sink.field(Field::Stdout, b"", path::to_bytes(path));
            }
        }
        Work::Call(call) => {
            sink.field(Field::Program, b"", call.name.as_bytes());
            sink.field(Field::Material, b"", &call.material);
        }
        Work::WriteFile(content) => sink.field(Field::Material, b"", content),
        Work::Copy | Work::Group => {}
    }
}

/// The rest of a key: what the action read beyond its declared inputs.
pub(crate) fn describe_discovered<'a>(
    sink: &mut impl KeySink,
    discovered: impl Iterator<Item = (&'a [u8], Content)>,
) {
    for (path, content) in discovered {
        match (path::variable(path), path::names(path)) {
            (Some(name), _) => sink.field(Field::DiscoveredVariable, name.as_bytes(), &content.to_bytes()),
            (_, Some(folder)) => sink.field(Field::DiscoveredNames, folder, &content.to_bytes()),
            _ => sink.field(Field::Discovered, path, &content.to_bytes()),
        }
    }
}

/// The files whose contents [`describe`] wants, in its order.
pub(crate) fn declared_inputs(action: &Bound) -> impl Iterator<Item = FileId> {
    action.inputs.iter().chain(&action.optional_inputs).copied()
}
