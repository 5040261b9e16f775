//! What goes where when everything is known and checked.

use std::collections::BTreeSet;
use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use ghost_abi::Interface;
use ghost_abi::symbols::SymbolTable;

use crate::archive;
use crate::cargo::Strip;
use crate::cbindgen::Wishes;
use crate::error::BuildError;
use crate::event::Event;
use crate::interface::{self, Texts, shadowed};
use crate::layout::Layout;
use crate::manifest::{
    Artifact, Bindings, Crate, Export, File, IncludeDir, Manifest, Part, SCHEMA, Targets, ToolchainVersions,
};
use crate::native;
use crate::publish::{self, Published, Staged};
use crate::request::{BindingsStyle, CrateType, Environment, Request};
use crate::strip;
use crate::target::Target;
use crate::tools::Tools;
use crate::verify::Written;

/// Everything that is published.
pub(crate) struct Product<'a> {
    pub(crate) request: &'a Request,
    /// What files are called.
    pub(crate) name: &'a str,
    pub(crate) krate: Crate,
    /// The crates inside.
    pub(crate) crates: Vec<Part>,
    pub(crate) target: &'a Target,
    /// The profile's folder.
    pub(crate) profile: &'a str,
    pub(crate) profile_name: &'a str,
    pub(crate) libraries: &'a [(CrateType, Utf8PathBuf)],
    pub(crate) import_library: Option<&'a Utf8Path>,
    pub(crate) native_libs: &'a [String],
    /// Where build scripts say that such libraries lie.
    pub(crate) native_folders: Vec<&'a Utf8Path>,
    pub(crate) strip: Strip,
    /// The texts of the library as a whole, then those of its crates where there are several.
    pub(crate) modules: &'a [Module],
    pub(crate) exports: &'a [Export],
    /// Of the archive, where there is one.
    pub(crate) symbols: &'a SymbolTable,
}

impl Product<'_> {
    /// An export with what keeps other languages from it.
    fn told(&self, export: &Export) -> Export {
        let mut addresses = self.modules.iter().flat_map(|module| &module.texts.addresses);
        let why = addresses.find(|address| address.symbol == export.symbol);
        Export { address_only: why.map(|address| address.why.clone()).unwrap_or_default(), ..export.clone() }
    }
}

/// The texts of one interface.
pub(crate) struct Module {
    pub(crate) name: String,
    pub(crate) texts: Texts,
    /// Idiomatic Zig around the bindings.
    pub(crate) wrappers: Option<String>,
}

impl Module {
    pub(crate) fn write(
        interface: &Interface,
        style: BindingsStyle,
        wishes: &Wishes,
        events: &mut dyn FnMut(Event),
    ) -> Result<Self, BuildError> {
        let texts = interface::write(interface, wishes, events)?;
        let wrappers = match style {
            BindingsStyle::Raw => None,
            BindingsStyle::Idiomatic => Some(interface::wrappers(&texts.usable)?),
        };
        Ok(Self { name: interface.name.clone(), texts, wrappers })
    }

    pub(crate) fn written(&self) -> Written<'_> {
        Written {
            name: &self.name,
            header: &self.texts.header,
            freestanding: self.texts.freestanding,
            bindings: &self.texts.bindings,
            wrappers: self.wrappers.as_deref(),
        }
    }

    /// The file of the wrappers, beside that of the bindings.
    fn wrappers_file(&self) -> String {
        format!("{}.idiomatic.zig", self.name)
    }
}

/// What was published.
pub(crate) struct Done {
    pub(crate) manifest: Manifest,
    pub(crate) manifest_path: Utf8PathBuf,
    /// Every file, the manifest last.
    pub(crate) files: Vec<Published>,
}

/// Puts a product in place.
pub(crate) struct Publisher<'a> {
    env: &'a Environment,
    tools: &'a Tools,
    layout: &'a Layout,
    product: &'a Product<'a>,
    files: Vec<Published>,
    /// Where each library comes from, and what it is called.
    libraries: Vec<(Utf8PathBuf, String)>,
    /// What is written and not yet in place.
    staged: Vec<Staged>,
    /// Folders that hold nothing of a process that was killed.
    prepared: BTreeSet<Utf8PathBuf>,
}

impl<'a> Publisher<'a> {
    pub(crate) fn new(
        env: &'a Environment,
        tools: &'a Tools,
        layout: &'a Layout,
        product: &'a Product<'a>,
    ) -> Self {
        Self {
            env,
            tools,
            layout,
            product,
            files: Vec::new(),
            libraries: Vec::new(),
            staged: Vec::new(),
            prepared: BTreeSet::new(),
        }
    }

    /// Publishes everything: writes all of it, then puts it in place. An error before that leaves what was there,
    /// one in between leaves each file either old or new, and no manifest.
    pub(crate) fn publish(mut self, events: &mut dyn FnMut(Event)) -> Result<Done, BuildError> {
        let artifacts = self.artifacts(events)?;
        let mut manifest = Manifest { artifacts, ..self.bare_manifest() };
        let mut wrappers = Vec::new();
        for (nth, module) in self.product.modules.iter().enumerate() {
            let interface = self.module(module, &mut manifest, &mut wrappers, events)?;
            if nth == 0 {
                manifest.interface = interface;
            }
        }
        manifest.bindings.extend(wrappers);
        self.place_manifest(manifest)
    }

    /// The texts of one interface. Gives the file of the interface itself.
    fn module(
        &mut self,
        module: &Module,
        manifest: &mut Manifest,
        wrappers: &mut Vec<Bindings>,
        events: &mut dyn FnMut(Event),
    ) -> Result<File, BuildError> {
        let (target, name, texts) = (self.product.target, &module.name, &module.texts);
        let (header, bindings) = (format!("{name}.h"), format!("{name}.zig"));
        let headers = self.layout.headers(target);
        let include = self.layout.include(target);
        manifest.headers.push(self.text(&headers.join(&header), texts.header.as_bytes())?);
        manifest.headers.push(self.text(&include.join("ghost").join(&header), texts.header.as_bytes())?);
        let folder = self.layout.bindings(target);
        let file = self.text(&folder.join(&bindings), texts.bindings.as_bytes())?;
        manifest.bindings.push(Bindings { module: name.clone(), style: BindingsStyle::Raw, file });
        if let Some(text) = &module.wrappers {
            let file = self.text(&folder.join(module.wrappers_file()), text.as_bytes())?;
            wrappers.push(Bindings { module: name.clone(), style: BindingsStyle::Idiomatic, file });
        }
        let json = self.layout.interfaces(target).join(format!("{name}.json"));
        let interface = self.text(&json, &texts.interface)?;
        let shadows = shadowed(name);
        if let Some(hidden) = &shadows {
            events(shadow_warning(hidden, &self.layout.relative(&include)));
        }
        manifest.include_dirs.extend([
            IncludeDir { path: self.layout.relative(&headers), include: format!("<{header}>"), shadows },
            IncludeDir {
                path: self.layout.relative(&include),
                include: format!("<ghost/{header}>"),
                shadows: None,
            },
        ]);
        Ok(interface)
    }

    /// Header and module for people's folder, then the manifest, last of all.
    fn place_manifest(mut self, manifest: Manifest) -> Result<Done, BuildError> {
        let json = manifest.json()?;
        let mut manifests = Vec::new();
        if let Some(folder) = &self.product.request.output_dir {
            let folder = self.env.absolute(folder);
            self.output_dir(&folder)?;
            manifests.push(folder.join(format!("{}.json", self.product.name)));
        }
        let path = self.layout.manifest(self.product.target, self.product.name);
        manifests.push(path.clone());
        let files = std::mem::take(&mut self.staged);
        for manifest in &manifests {
            self.text(manifest, &json)?;
        }
        self.only_manifest(&json)?;
        publish::place_all(files, std::mem::take(&mut self.staged))?;
        Ok(Done { manifest, manifest_path: path, files: self.files })
    }

    /// Where nothing was built for this machine the manifest is also found where that build's would be. It is no
    /// output: a build for this machine takes the place.
    fn only_manifest(&mut self, json: &[u8]) -> Result<(), BuildError> {
        let (target, name) = (self.product.target, self.product.name);
        let path = self.layout.host_manifest(name);
        let there = fs::read(&path).ok().and_then(|json| serde_json::from_slice::<Manifest>(&json).ok());
        if target.host || there.is_some_and(|there| there.targets.rust == self.tools.host) {
            return Ok(());
        }
        self.prepare(&path)?;
        self.staged.extend(publish::stage_text(&path, json, name)?.1);
        Ok(())
    }

    /// A copy of everything in a folder of the user's: libraries, `include`, module.
    fn output_dir(&mut self, folder: &Utf8Path) -> Result<(), BuildError> {
        for (library, name) in std::mem::take(&mut self.libraries) {
            self.copy(&library, &folder.join(name))?;
        }
        for module in self.product.modules {
            let (name, texts) = (&module.name, &module.texts);
            self.text(&folder.join("include").join(format!("{name}.h")), texts.header.as_bytes())?;
            self.text(&folder.join(format!("{name}.zig")), texts.bindings.as_bytes())?;
            if let Some(text) = &module.wrappers {
                self.text(&folder.join(module.wrappers_file()), text.as_bytes())?;
            }
        }
        Ok(())
    }

    fn artifacts(&mut self, events: &mut dyn FnMut(Event)) -> Result<Vec<Artifact>, BuildError> {
        let folder = self.layout.artifacts(self.product.target, self.product.profile);
        let mut artifacts = Vec::new();
        for (kind, library) in self.product.libraries {
            let file = library.file_name().unwrap_or_default();
            let stripped = self.stripped(*kind, library, events)?;
            let file = self.library(stripped.as_deref().unwrap_or(library), &folder.join(file))?;
            let import = self.product.import_library.filter(|_| *kind == CrateType::Cdylib);
            let import_library = import
                .map(|import| self.library(import, &folder.join(import.file_name().unwrap_or_default())))
                .transpose()?;
            artifacts.push(Artifact { kind: *kind, file, import_library });
        }
        Ok(artifacts)
    }

    /// A stripped copy of a library, in the private part of the cache. One of a crate without `std` asks for a function
    /// that only `std` has, where a program takes the archive's arithmetic instead of Zig's or C's. Nobody calls it.
    fn stripped(
        &self,
        kind: CrateType,
        library: &Utf8Path,
        events: &mut dyn FnMut(Event),
    ) -> Result<Option<Utf8PathBuf>, BuildError> {
        let archive = kind == CrateType::Staticlib && self.product.target.is_elf();
        let weak =
            (archive && archive::lacks_personality(self.product.symbols)).then_some(archive::PERSONALITY);
        if self.product.strip == Strip::Nothing && weak.is_none() {
            return Ok(None);
        }
        let folder = self.layout.cache("stripped");
        publish::prepare(&folder, self.product.name)?;
        let to = folder.join(library.file_name().unwrap_or_default());
        if strip::strip(self.env, self.tools, kind, self.product.strip, weak, library, &to)? {
            return Ok(Some(to));
        }
        events(Event::Warning {
            message: format!("{library} keeps its debug information: no program here can take it out"),
            hint: Some("put llvm-objcopy on PATH, which knows every machine's format".to_owned()),
        });
        Ok(None)
    }

    fn library(&mut self, from: &Utf8Path, to: &Utf8Path) -> Result<File, BuildError> {
        self.libraries.push((from.to_owned(), to.file_name().unwrap_or_default().to_owned()));
        self.copy(from, to)
    }

    fn copy(&mut self, from: &Utf8Path, to: &Utf8Path) -> Result<File, BuildError> {
        self.prepare(to)?;
        let (published, staged) = publish::stage_copy(from, to, self.product.name)?;
        self.staged.extend(staged);
        Ok(self.keep(published))
    }

    fn text(&mut self, path: &Utf8Path, content: &[u8]) -> Result<File, BuildError> {
        self.prepare(path)?;
        let (published, staged) = publish::stage_text(path, content, self.product.name)?;
        self.staged.extend(staged);
        Ok(self.keep(published))
    }

    /// Makes ready the folder of a file, once.
    fn prepare(&mut self, file: &Utf8Path) -> Result<(), BuildError> {
        let folder = file.parent().unwrap_or(file);
        if self.prepared.contains(folder) {
            return Ok(());
        }
        publish::prepare(folder, self.product.name)?;
        self.prepared.insert(folder.to_owned());
        Ok(())
    }

    fn keep(&mut self, published: Published) -> File {
        let file = File {
            path: self.layout.relative(&published.path),
            size_bytes: published.size_bytes,
            blake3: blake3::Hash::from_bytes(published.digest).to_hex().to_string(),
        };
        self.files.push(published);
        file
    }

    /// A manifest without the files.
    fn bare_manifest(&self) -> Manifest {
        let product = self.product;
        let mut features: Vec<String> =
            product.crates.iter().flat_map(|part| part.features.iter().cloned()).collect();
        features.sort();
        features.dedup();
        Manifest {
            schema: SCHEMA,
            ghostbind: env!("CARGO_PKG_VERSION").to_owned(),
            krate: product.krate.clone(),
            crates: product.crates.clone(),
            kind: product.libraries.iter().map(|(kind, _)| *kind).collect(),
            profile: product.profile_name.to_owned(),
            features,
            default_features: product.crates.iter().all(|part| part.default_features),
            targets: Targets {
                zig: product.target.zig.clone(),
                rust: product.target.rust.clone(),
                zig_cpu: product.target.zig_cpu.clone(),
            },
            artifacts: Vec::new(),
            headers: Vec::new(),
            include_dirs: Vec::new(),
            bindings: Vec::new(),
            interface: File { path: Utf8PathBuf::new(), size_bytes: 0, blake3: String::new() },
            native_libs: native::libs(
                product.native_libs.to_vec(),
                &product.native_folders,
                self.layout.root(),
            ),
            exports: product.exports.iter().map(|export| product.told(export)).collect(),
            toolchain: ToolchainVersions {
                cargo: self.tools.cargo_version.clone(),
                rustc: self.tools.rustc_version.clone(),
                zig: self.tools.zig_version.clone(),
                cc: match &self.tools.cc {
                    Some(cc) if product.target.host => cc.version.clone(),
                    _ => format!("clang of zig {}", self.tools.zig_version),
                },
            },
            output_dir: product
                .request
                .output_dir
                .as_deref()
                .map(|folder| self.layout.relative(&self.env.absolute(folder))),
        }
    }
}

fn shadow_warning(hidden: &str, include: &Utf8Path) -> Event {
    Event::Warning {
        message: format!(
            "on an include path the generated `{hidden}` hides the C library's header of that name"
        ),
        hint: Some(format!(
            "put {include} on the include path instead and write `#include <ghost/{hidden}>`"
        )),
    }
}
