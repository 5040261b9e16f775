//! The rule for C and C++ files: one object a file, by Zig's own clang, which says in a depfile what it read.
//!
//! Zig's undefined-behaviour checks are off unless asked for: their runtime is Zig's, and an object may be
//! linked by somebody else.

use camino::{Utf8Path, Utf8PathBuf};
use zbuild_engine::{Action, Asked, Command, OutputKind, Placement};

use super::Lowering;
use super::elsewhere::Needs;
use super::scope::{Object, ScopeId};
use super::unit::Unit;
use super::zig::passed_on;
use crate::config::{CSource, Located, Optimization};

/// Endings of C++ files; `.C` is one by tradition.
const CPP: &[&str] = &["cc", "cpp", "cxx", "c++", "C", "cppm"];
/// Endings of files that the C compiler takes.
const C: &[&str] = &["c", "s", "S", "m"];

impl Lowering<'_> {
    pub(super) fn c_source(&mut self, id: ScopeId, unit: &Unit, spec: &CSource) {
        let folder = unit.path(&spec.path.value);
        let mut include: Vec<Utf8PathBuf> = Vec::new();
        for dir in &spec.include_dirs {
            let path = unit.path(&dir.value);
            if !path.is_dir() && !self.generated_files.iter().any(|file| file.starts_with(&path)) {
                let message = format!("there is no folder `{}`", dir.value);
                self.errors
                    .push(unit.error_at(dir, message).hint("`include_dirs` are relative to zbuild.json"));
            }
            self.one_line(unit, dir);
            include.push(path);
        }
        let scope = &mut self.scopes.list[id].links.include;
        scope.extend(include.iter().filter(|i| !scope.contains(i)).cloned().collect::<Vec<_>>());
        let flags: Vec<&str> = spec.flags.iter().map(|flag| flag.value.as_str()).collect();
        for file in &spec.files {
            let path = ghostbind::layout::normalize(&folder.join(&file.value));
            self.one_line(unit, if file.value.contains('\n') { file } else { &spec.path });
            let Some(cpp) = self.c_language(unit, file, &path) else { continue };
            let object = unit.objects.join("c").join(&spec.name.value).join(object_name(&file.value));
            let compile =
                CompileC { unit, path: &path, object: &object, cpp, include: &include, flags: &flags };
            self.c_object(id, &compile);
            self.scopes.list[id].links.objects.push(Object { path: object, cpp });
        }
    }

    /// Depfiles have a line for a rule.
    pub(super) fn one_line(&mut self, unit: &Unit, path: &Located<String>) {
        if path.value.contains('\n') {
            let message = format!("the path {:?} has a line break", path.value);
            let hint = "C compilers have no way to say in a depfile that they read it: rename it";
            self.errors.push(unit.error_at(path, message).hint(hint));
        }
    }

    /// Whether a file is C++; `None` with an error for what is no source or is not there.
    pub(super) fn c_language(
        &mut self,
        unit: &Unit,
        file: &Located<String>,
        path: &Utf8Path,
    ) -> Option<bool> {
        let extension = path.extension().unwrap_or_default();
        let cpp = CPP.contains(&extension);
        if !cpp && !C.contains(&extension) {
            let message = format!("`{}` is no C or C++ source by its ending", file.value);
            let known: Vec<String> = C.iter().chain(CPP).map(|e| format!(".{e}")).collect();
            self.errors
                .push(unit.error_at(file, message).hint(format!("the endings are {}", known.join(", "))));
            return None;
        }
        if !path.is_file() && !self.generated_files.contains(path) {
            let message = format!("there is no file `{}`", file.value);
            self.errors.push(unit.error_at(file, message).hint(format!("looked for {path}")));
            return None;
        }
        Some(cpp)
    }

    /// Adds the action for one object.
    pub(super) fn c_object(&mut self, id: ScopeId, compile: &CompileC<'_>) {
        let CompileC { unit, path, object, cpp, include, flags } = *compile;
        let depfile = object.with_extension("d");
        let mut command = Command::new(self.tools.zig.as_std_path())
            .arg(if cpp { "c++" } else { "cc" })
            .args(["-c", "-MD", "-MF", depfile.as_str(), "-fno-sanitize=undefined", "-fPIC"])
            .args(optimization_flags(unit.setting.optimization));
        if !unit.setting.native {
            command = command.args(["-target", unit.setting.target.zig.as_str()]);
        }
        if let Some(cpu) = &unit.cpu {
            command = command.arg(format!("-mcpu={cpu}"));
        }
        if unit.setting.optimization == Optimization::Debug
            && unit.project.build.strip.as_ref().is_none_or(|s| !s.value)
        {
            command = command.arg("-g");
        }
        for folder in include {
            command = command.args(["-I", self.relative(folder).as_str()]);
        }
        let rust = &self.scopes.list[id].links.rust;
        let headers: Vec<Utf8PathBuf> = rust.iter().filter_map(|library| library.header.clone()).collect();
        if !headers.is_empty() {
            // Quoted includes find the headers by their names; `<ghost/name.h>` hides none of the system's.
            command = command
                .args(["-iquote", self.relative(&self.layout.headers(&unit.setting.target)).as_str()])
                .args(["-I", self.relative(&self.layout.include(&unit.setting.target)).as_str()]);
        }
        command = command.args(flags).arg(self.relative(path).as_str()).args(["-o", object.as_str()]);
        let mut variables = passed_on();
        variables.set("ZIG_LOCAL_CACHE_DIR", ".zbuild/zig");
        let command = command.environment(variables.into());
        let action = Action::run(format!("c:{object}"), command.clone());
        let (bridge, bridged) =
            (self.layout.headers(&unit.setting.target), self.layout.include(&unit.setting.target));
        let mut reads: Vec<&Utf8Path> = path.parent().into_iter().collect();
        let mut searches = reads.clone();
        reads.extend(include.iter().map(Utf8PathBuf::as_path));
        if !headers.is_empty() {
            reads.extend([bridge.as_path(), bridged.as_path()]);
            searches.push(&bridge);
        }
        searches.extend(include.iter().map(Utf8PathBuf::as_path).chain(flag_folders(flags)));
        let mut generated: Vec<&Utf8PathBuf> =
            self.generated_files.iter().filter(|f| include.iter().any(|i| f.starts_with(i))).collect();
        generated.sort_unstable();
        let action = self
            .zig_anywhere(action, &command, unit, Needs::Headers { cpp }, &reads)
            .description(format!("{} {}", if cpp { "C++" } else { "C" }, self.relative(path)))
            .toolchain("zig", self.zig)
            .input(path.as_std_path())
            .inputs(headers.iter().map(|header| header.as_std_path()))
            .depfile(depfile.as_std_path())
            .searches(searches)
            .asks(asked)
            .private(self.places.zig_cache().as_std_path())
            .private(self.tools_elsewhere().as_std_path())
            // The toolchain's digest stands for them; where it is installed is each machine's affair.
            .private(self.tools.zig_lib.as_std_path())
            .output_as(object.as_std_path(), OutputKind::File, Placement::Shared);
        // Whether it includes one of them the depfile tells.
        let action = generated.iter().fold(action, |action, file| action.order_only(file.as_std_path()));
        self.graph.add(action);
    }
}

/// One file to compile.
#[derive(Clone, Copy)]
pub(super) struct CompileC<'a> {
    pub(super) unit: &'a Unit,
    /// Absolute.
    pub(super) path: &'a Utf8Path,
    /// Relative to the root.
    pub(super) object: &'a Utf8Path,
    pub(super) cpp: bool,
    pub(super) include: &'a [Utf8PathBuf],
    pub(super) flags: &'a [&'a str],
}

/// Folders for `#include` among the flags.
fn flag_folders<'a>(flags: &[&'a str]) -> Vec<&'a Utf8Path> {
    let mut folders = Vec::new();
    let mut flags = flags.iter();
    while let Some(flag) = flags.next() {
        let named = ["-I", "-iquote", "-isystem"].iter().find_map(|known| flag.strip_prefix(known));
        let folder = if named == Some("") { flags.next().copied() } else { named };
        folders.extend(folder.map(Utf8Path::new));
    }
    folders
}

/// What a file asks for with `#include "…"` and its like, and with `__has_include` and its like. Names that macros make
/// are not seen.
fn asked(text: &[u8]) -> Vec<Asked> {
    const WORD: &[u8] = b"__has_include";
    let mut asked = Vec::new();
    for line in text.split(|&byte| byte == b'\n') {
        if let Some(named) = directive(line).and_then(included)
            && named.starts_with(b"\"")
        {
            asked.extend(name(named).map(Asked::Read));
        }
        let mut rest = line;
        while let Some(at) = rest.windows(WORD.len()).position(|word| word == WORD) {
            rest = &rest[at + WORD.len()..];
            let after = rest.strip_prefix(b"_next").unwrap_or(rest).trim_ascii_start();
            let inside = after.strip_prefix(b"(").map(<[u8]>::trim_ascii_start);
            asked.extend(inside.and_then(name).map(Asked::Sought));
        }
    }
    asked
}

/// What follows the `#` of a line.
fn directive(line: &[u8]) -> Option<&[u8]> {
    Some(line.trim_ascii_start().strip_prefix(b"#")?.trim_ascii_start())
}

/// What a directive names that reads another file.
fn included(directive: &[u8]) -> Option<&[u8]> {
    let words: [&[u8]; 4] = [b"include_next", b"include", b"import", b"embed"];
    words.iter().find_map(|word| directive.strip_prefix(*word)).map(<[u8]>::trim_ascii_start)
}

/// The name in quotes or angle brackets that a text begins with.
fn name(text: &[u8]) -> Option<Vec<u8>> {
    let end = match text.first()? {
        b'"' => b'"',
        b'<' => b'>',
        _ => return None,
    };
    let name = &text[1..];
    Some(name[..name.iter().position(|&byte| byte == end)?].to_vec())
}

fn optimization_flags(optimization: Optimization) -> &'static [&'static str] {
    match optimization {
        Optimization::Debug => &["-O0"],
        Optimization::ReleaseSafe => &["-O2"],
        Optimization::ReleaseFast => &["-O3", "-DNDEBUG"],
        Optimization::ReleaseSmall => &["-Os", "-DNDEBUG"],
    }
}

/// The object of a file. `..` must not lead out of the folder, and `a.c` and `a.cpp` are two.
fn object_name(file: &str) -> String {
    let parts = file.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".");
    let parts: Vec<&str> = parts.map(|part| if part == ".." { "up" } else { part }).collect();
    format!("{}.o", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::{Asked, asked, flag_folders, object_name};

    #[test]
    fn what_a_file_asks_for() {
        let text = "#if __has_include(\"a b.h\") || __has_include_next ( <sys/x.h> )\n#ifdef __has_include\n__has_include(NAME) __has_include(\"cut\n\
                    #include <stdio.h>\r\n  # include\t\"deep/c d.h\" // why\r\n#include_next \"e.h\"\n#embed \"f.bin\" limit(1)\n#import \"g.h\"\n#include NAME\nint include;\n#include \"cut\n#";
        let sought = ["a b.h", "sys/x.h"].map(|name| Asked::Sought(name.into()));
        let read = ["deep/c d.h", "e.h", "f.bin", "g.h"].map(|name| Asked::Read(name.into()));
        assert_eq!(asked(text.as_bytes()), [&sought[..], &read].concat());
    }

    #[test]
    fn include_folders_among_flags() {
        let flags = ["-DX", "-Ia", "-I", "b c", "-iquote", "q", "-isystems", "-include", "x.h", "-I"];
        assert_eq!(flag_folders(&flags), ["a", "b c", "q", "s"]);
    }

    #[test]
    fn objects_stay_in_their_folder() {
        assert_eq!(object_name("a.c"), "a.c.o");
        assert_eq!(object_name("./x/../a b.cpp"), "x/up/a b.cpp.o");
    }
}
