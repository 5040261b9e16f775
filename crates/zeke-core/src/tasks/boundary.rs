//! A project as tasks see it: who offers what to whom.

use std::collections::BTreeMap;

use camino::Utf8Path;
use ghost_abi::model::{Function, Interface};
use ghost_abi::source::{HiddenReason, SourceView};

use super::built::{self, NotRead};
use super::calls::calls;
use super::contract::guards::{self, Guards};
use super::contract::{Contract, Contracts};
use crate::analyze::{self, Side, distance};
use crate::build;
use crate::effects::Effects;
use crate::finding::{Analysis, Crossing, Language, Place};
use crate::project::{Project, Unit};
use crate::proof::Prover;
use crate::surroundings::Surroundings;

/// Both sides of every boundary of a project, read once.
pub struct Boundary<'p> {
    /// The project.
    pub project: &'p Project,
    /// What `zeke analyze` says of it.
    pub analysis: Analysis,
    sides: Vec<Side<'p>>,
    guards: Vec<BTreeMap<String, Guards>>,
    /// How many libraries of the same language and name come before each side's.
    namesakes: Vec<usize>,
}

impl<'p> Boundary<'p> {
    /// Reads and analyses a project.
    #[must_use]
    pub fn of(project: &'p Project) -> Self {
        let sides = analyze::read(project, None);
        let analysis = analyze::judge(project, &sides);
        let guards = sides.iter().map(|side| guards::of(side.unit)).collect();
        let namesakes = vec![0; sides.len()];
        let mut boundary = Self { project, analysis, sides, guards, namesakes };
        boundary.tell_apart();
        boundary
    }

    /// Builds every library, and takes its interface from what was built in place of the source's.
    /// One that cannot be built or read keeps the source's, and is named.
    pub fn take_built(
        &mut self,
        prover: &Prover,
        surroundings: &Surroundings,
        hear: &mut dyn FnMut(&str),
    ) -> Vec<NotRead> {
        let mut not_read = Vec::new();
        let mut read = Vec::new();
        for (index, library) in self.all().enumerate() {
            if !library.offers() && !build::is_library(library.unit()) {
                continue;
            }
            hear(&format!("building {}", library.name()));
            match built::interface(prover, surroundings, self, library) {
                Ok(interface) => read.push((index, interface)),
                // What offers nothing by its source and does not build is no library that is missed.
                Err(reason) if library.offers() => {
                    not_read.push(NotRead { library: library.name(), reason });
                }
                Err(_) => {}
            }
        }
        for (index, interface) in read {
            self.sides[index].view.exports = interface;
        }
        self.tell_apart();
        not_read
    }

    /// Numbers libraries of one language and name: what is written about them goes into one folder.
    fn tell_apart(&mut self) {
        self.namesakes.fill(0);
        let mut seen: BTreeMap<(Language, String), usize> = BTreeMap::new();
        let number = |library: Library<'_>| {
            if !library.offers() {
                return 0;
            }
            let before = seen.entry((library.unit().language, library.name())).or_default();
            *before += 1;
            *before - 1
        };
        self.namesakes = self.all().map(number).collect();
    }

    fn all(&self) -> impl Iterator<Item = Library<'_>> {
        let known = self.guards.iter().zip(&self.namesakes);
        self.sides.iter().zip(known).map(|(side, (guards, namesakes))| Library {
            side,
            guards,
            namesakes: *namesakes,
        })
    }

    /// Every unit that offers something to another language, in the order of their folders.
    pub fn libraries(&self) -> impl Iterator<Item = Library<'_>> {
        self.all().filter(|library| library.offers())
    }

    /// Those, and units with functions that are as good as offered: they lack the attribute alone.
    pub(super) fn could_offer(&self) -> impl Iterator<Item = Library<'_>> {
        self.all().filter(|library| library.offers() || !library.view().facts.hidden.is_empty())
    }

    /// The unit that a file belongs to.
    #[must_use]
    pub fn unit_of(&self, file: &str) -> Option<&Unit> {
        self.sides.iter().map(|side| side.unit).find(|unit| unit.files.iter().any(|f| f.path == file))
    }

    /// What one file declares of the other side, with the library that is meant by it.
    pub fn imports_of<'a>(
        &'a self,
        file: &'a str,
    ) -> impl Iterator<Item = (&'a Function, Option<Library<'a>>)> {
        self.sides.iter().flat_map(move |side| {
            let own = move |f: &&Function| f.location.as_ref().is_some_and(|at| at.file == file);
            let functions = side.view.imports.functions.iter().filter(own);
            functions.map(|f| (f, self.offering(&f.symbol, side.unit)))
        })
    }

    /// The library of another language, nearest to `user`, that offers a symbol.
    #[must_use]
    pub fn offering(&self, symbol: &str, user: &Unit) -> Option<Library<'_>> {
        self.libraries()
            .filter(|library| library.unit().language != user.language)
            .filter(|library| library.exports().function(symbol).is_some())
            .min_by_key(|library| distance(&library.unit().folder, &user.folder))
    }

    /// Every declaration of a library's symbol by somebody else, the nearest of each language first.
    #[must_use]
    pub fn uses_of(&self, library: Library<'_>, symbol: &str) -> Vec<(Language, &Function)> {
        let mut found: Vec<(usize, Language, &Function)> = self
            .sides
            .iter()
            .filter(|side| side.unit.language != library.unit().language)
            .filter_map(|side| {
                let function = side.view.imports.function(symbol)?;
                Some((distance(&side.unit.folder, &library.unit().folder), side.unit.language, function))
            })
            .collect();
        let nearest = found.iter().map(|(steps, ..)| *steps).min();
        found.retain(|(steps, ..)| Some(*steps) == nearest);
        found.into_iter().map(|(_, language, function)| (language, function)).collect()
    }

    /// The declaration that stands at a place, where it is one of the boundary's.
    #[must_use]
    pub fn signature(&self, at: &Place) -> Option<String> {
        let same = |c: &&Crossing| c.location.file == at.file && c.location.line == at.line;
        let found = self.analysis.boundary.iter().find(same)?;
        Some(found.signature.replace("( ", "(").replace(", )", ")")).filter(|text| !text.is_empty())
    }

    /// Where the functions of other units call a library's symbol.
    #[must_use]
    pub fn calls_of(&self, library: Library<'_>, symbol: &str) -> Vec<Place> {
        let others = self.sides.iter().filter(|side| side.unit.language != library.unit().language);
        let mut found = Vec::new();
        for side in others {
            for file in side.unit.files.iter().filter(|file| file.text.contains(symbol)) {
                let calls = calls(side.unit.language, file);
                found.extend(calls.into_iter().filter(|call| call.name == symbol).map(|call| call.at));
            }
        }
        found
    }

    /// A function that looks meant for the boundary and is not exported, for want of an attribute only.
    #[must_use]
    pub fn hidden(&self, symbol: &str) -> Option<(Language, Place)> {
        self.sides.iter().find_map(|side| {
            let hidden = side.view.facts.hidden.iter();
            let found = hidden
                .filter(|h| h.reason == HiddenReason::NoAttribute)
                .find(|h| h.function.symbol == symbol)?;
            Some((side.unit.language, analyze::place(found.function.location.as_ref()?)))
        })
    }

    /// Every unit.
    pub fn units(&self) -> impl Iterator<Item = &Unit> {
        self.sides.iter().map(|side| side.unit)
    }

    /// Texts of the files of units in other languages than the library's that name a symbol.
    pub fn users_text<'a>(&'a self, library: Library<'a>, symbol: &'a str) -> impl Iterator<Item = &'a str> {
        let others = self.sides.iter().filter(move |side| side.unit.language != library.unit().language);
        let files = others.flat_map(|side| side.unit.files.iter());
        files.map(|file| file.text.as_str()).filter(move |text| text.contains(symbol))
    }
}

/// A unit that offers something to another language.
#[derive(Clone, Copy)]
pub struct Library<'a> {
    side: &'a Side<'a>,
    guards: &'a BTreeMap<String, Guards>,
    namesakes: usize,
}

impl<'a> Library<'a> {
    /// Its files.
    #[must_use]
    pub fn unit(self) -> &'a Unit {
        self.side.unit
    }

    /// What was read of its source.
    pub(super) fn view(self) -> &'a SourceView {
        &self.side.view
    }

    fn offers(self) -> bool {
        !self.exports().functions.is_empty() || !self.exports().statics.is_empty()
    }

    /// What it offers, as its source says, or as it was built ([`Boundary::take_built`]).
    #[must_use]
    pub fn exports(self) -> &'a Interface {
        &self.side.view.exports
    }

    /// A name for files that are about it: the folder's, or that of the one file with exports. No
    /// other library of its language has it.
    #[must_use]
    pub fn name(self) -> String {
        let unit = self.side.unit;
        let folder = unit.folder.components().map(|c| c.as_str()).rfind(|part| !matches!(*part, "src" | "."));
        let file = || {
            let mut files = self.exporting_files().into_iter();
            let only = files.next().filter(|_| files.next().is_none())?;
            Utf8Path::new(only)
                .file_stem()
                .filter(|stem| !matches!(*stem, "lib" | "main" | "root"))
                .map(str::to_owned)
        };
        let name =
            if unit.has_manifest { folder.map(str::to_owned) } else { file().or(folder.map(str::to_owned)) };
        let name = name.unwrap_or_else(|| "boundary".to_owned());
        let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
        let mut name: String = name.chars().map(plain).collect();
        if self.namesakes > 0 {
            name = format!("{name}_{}", self.namesakes + 1);
        }
        name
    }

    /// Whether it offers something that stands in none of its files, as the built library shows.
    #[must_use]
    pub fn has_unplaced(self) -> bool {
        let exports = self.exports();
        exports.functions.iter().any(|f| f.location.is_none())
    }

    /// The file that a compiler is given: `lib.rs`, else the first one with an export.
    #[must_use]
    pub fn root(self) -> Option<&'a str> {
        let mut paths = self.unit().files.iter().map(|file| file.path.as_str());
        let lib = paths.find(|path| Utf8Path::new(path).file_name() == Some("lib.rs"));
        lib.or_else(|| self.exporting_files().first().copied())
    }

    /// The files that declare an export, sorted.
    #[must_use]
    pub fn exporting_files(self) -> Vec<&'a str> {
        let exports = self.exports();
        let functions = exports.functions.iter().filter_map(|f| f.location.as_ref());
        let statics = exports.statics.iter().filter_map(|s| s.location.as_ref());
        let mut files: Vec<&str> = functions.chain(statics).map(|at| at.file.as_str()).collect();
        files.sort_unstable();
        files.dedup();
        files
    }

    /// What each of its functions promises.
    #[must_use]
    pub fn contracts(self) -> Contracts<'a> {
        Contracts::of(self.exports(), self.guards, self.effects())
    }

    /// The same promises over another reading of its interface, for example that of the built library.
    #[must_use]
    pub fn contracts_over(self, interface: &'a Interface) -> Contracts<'a> {
        Contracts::of(interface, self.guards, self.effects())
    }

    /// One function's promises.
    #[must_use]
    pub fn contract(self, symbol: &str) -> Option<Contract<'a>> {
        self.contracts().functions.into_iter().find(|contract| contract.function.symbol == symbol)
    }

    fn effects(self) -> &'a [Effects] {
        match self.side.unit.language {
            Language::Rust => &self.side.rust.exports,
            _ => &self.side.zig.exports,
        }
    }

    /// The text of a function's body, for searches; empty where it is not found.
    #[must_use]
    pub fn body(self, symbol: &str) -> &'a str {
        self.guards.get(symbol).map_or("", |guards| guards.body.as_str())
    }
}
