//! What lies on disk: a project, or a workspace with its members, each with its `zbuild.json`.
//!
//! The nearest `zbuild.json` upwards is the one in force; in a member's folder it is the workspace's, and that
//! member is meant. Everything that is built goes below its folder, the root.

mod crate_manifest;
#[cfg(test)]
mod tests;

use std::fs;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use ghostbind::layout::normalize;

pub use crate_manifest::{CrateManifest, CrateProgram};

use crate::config::{self, Config, FILE_NAME, Form, Integration, Located, Project};
use crate::diagnostic::{Diagnostic, Place, SourceFile, nearest};
use crate::failure::Failure;
use crate::setting::Machines;

/// A `zbuild.json` in force and all that it names.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// The folder of the file, absolute. Outputs and state lie below it.
    pub root: Utf8PathBuf,
    /// The file.
    pub config: Config,
    /// The members, in the file's order; one for a project.
    pub members: Vec<Member>,
    /// Files that decided what is above, absolute.
    pub files: Vec<Utf8PathBuf>,
    /// The member that someone works in, if it is one.
    pub here: Option<String>,
}

/// A project of a workspace.
#[derive(Debug, Clone)]
pub struct Member {
    /// Its name: `project.name`, or its folder's where it has only a Cargo.toml.
    pub name: String,
    /// Its folder, absolute.
    pub folder: Utf8PathBuf,
    /// What it is.
    pub kind: MemberKind,
}

/// What a member is built from.
#[derive(Debug, Clone)]
pub enum MemberKind {
    /// A `zbuild.json`.
    Project(Config, Arc<Project>),
    /// Only a Cargo.toml.
    Crate(CrateManifest),
}

impl Member {
    /// Its project and the file that says so, unless it has only a Cargo.toml.
    #[must_use]
    pub fn project(&self) -> Option<(&Config, &Project)> {
        match &self.kind {
            MemberKind::Project(config, project) => Some((config, project)),
            MemberKind::Crate(_) => None,
        }
    }
}

impl Workspace {
    /// Finds and reads the `zbuild.json` for someone who works in `cwd`; `given` is a path that was
    /// given instead of looking.
    ///
    /// # Errors
    /// No such file, or everything that is wrong with it and with its members.
    pub fn open(cwd: &Utf8Path, given: Option<&Utf8Path>) -> Result<Self, Failure> {
        let path = file_in_force(cwd, given)?;
        let config = read(cwd, &path)?;
        let root = path.parent().unwrap_or(cwd).to_owned();
        let mut workspace = Self { root, config, members: Vec::new(), files: vec![path], here: None };
        match workspace.config.form.clone() {
            Form::Project(project) => workspace.members.push(Member {
                name: project.name.value.clone(),
                folder: workspace.root.clone(),
                kind: MemberKind::Project(workspace.config.clone(), project),
            }),
            Form::Workspace(mut form) => {
                if form.name.value.is_empty() {
                    form.name.value = workspace.root.file_name().unwrap_or("workspace").to_owned();
                    workspace.config.form = Form::Workspace(form.clone());
                }
                workspace.add_members(cwd, &form.members)?;
                if given.is_none() {
                    let around = workspace.members.iter().filter(|member| cwd.starts_with(&member.folder));
                    let around = around.filter(|member| member.folder != workspace.root);
                    let nearest = around.max_by_key(|member| member.folder.as_str().len());
                    workspace.here = nearest.map(|member| member.name.clone());
                }
            }
        }
        Ok(workspace)
    }

    /// The root for someone who works in `cwd`, whatever the file there says.
    ///
    /// # Errors
    /// No such file.
    pub fn locate(cwd: &Utf8Path, config: Option<&Utf8Path>) -> Result<Utf8PathBuf, Failure> {
        let path = file_in_force(cwd, config)?;
        Ok(path.parent().unwrap_or(cwd).to_owned())
    }

    fn add_members(&mut self, cwd: &Utf8Path, folders: &[Located<String>]) -> Result<(), Failure> {
        let mut found = Vec::new();
        for folder in folders {
            let path = normalize(&self.root.join(&folder.value));
            match member(cwd, &path) {
                Ok(Some((member, file))) => {
                    self.files.push(file);
                    if let Some(other) = self.members.iter().find(|m| m.name == member.name) {
                        let message = format!("two members are named `{}`", member.name);
                        let hint = format!("the other is {}", relative_to(&other.folder, &self.root));
                        found.push(self.config.error_at(folder, message).hint(hint));
                    }
                    self.members.push(member);
                }
                Ok(None) => {
                    let name = &folder.value;
                    let message = match path.read_dir_utf8() {
                        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                            format!("the member `{name}` cannot be read: {error}")
                        }
                        _ => format!("the member `{name}` has neither zbuild.json nor Cargo.toml"),
                    };
                    found.push(self.config.error_at(folder, message).hint(format!("looked in {path}")));
                }
                Err(failure) => found.extend(failure.diagnostics),
            }
        }
        if found.is_empty() { Ok(()) } else { Err(Failure::usage(found)) }
    }

    /// The members to build: the one of that name or folder; without one that which someone works in, or all.
    ///
    /// # Errors
    /// No member is called so.
    pub fn select(&self, name: Option<&str>) -> Result<Vec<&Member>, Failure> {
        let Some(name) = name.or(self.here.as_deref()) else { return Ok(self.members.iter().collect()) };
        let folder = normalize(&self.root.join(name));
        let named = |m: &&Member| m.name == name || m.folder == folder || m.folder.file_name() == Some(name);
        // A name is meant before a folder that is called so.
        let exact = self.members.iter().find(|m| m.name == name);
        if let Some(member) = exact.or_else(|| self.members.iter().find(named)) {
            return Ok(vec![member]);
        }
        let known = self.members.iter().map(|m| m.name.as_str());
        let hint = match nearest(name, known.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", known.map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ")),
        };
        let place = Place::File(relative_to(&self.files[0], &self.root));
        Err(Diagnostic::error(format!("no project is called `{name}`")).at(place).hint(hint).into())
    }

    /// The members among `selected` that are built for a target: all, unless only some of them name it.
    #[must_use]
    pub fn members_for<'a>(&'a self, selected: Vec<&'a Member>, target: Option<&str>) -> Vec<&'a Member> {
        let Some(target) = target else { return selected };
        let knows = |member: &&Member| self.machines(member).find(target).is_some();
        if selected.iter().any(knows) { selected.into_iter().filter(knows).collect() } else { selected }
    }

    /// The named machines that a member knows.
    #[must_use]
    pub fn machines<'a>(&'a self, member: &'a Member) -> Machines<'a> {
        Machines::new(&self.config, member.project().map(|(config, _)| config))
    }

    /// Names of machines that the members which are meant know, each once.
    ///
    /// # Errors
    /// No member is called so, or there are none.
    pub fn target_names(&self, project: Option<&str>) -> Result<Vec<String>, Failure> {
        let mut names: Vec<String> = Vec::new();
        for member in self.select(project)? {
            for (_, platform) in self.machines(member).all() {
                if !names.contains(&platform.name.value) {
                    names.push(platform.name.value.clone());
                }
            }
        }
        if names.is_empty() {
            let place = Place::File(relative_to(&self.files[0], &self.root));
            return Err(Diagnostic::error("`targets` names no machine to build for").at(place).into());
        }
        Ok(names)
    }

    /// How the other tools take part.
    pub fn integration(&self) -> &Integration {
        &self.config.integration
    }
}

/// The `zbuild.json` in force: the one that was given (the file, or the folder that holds it), else the
/// nearest upwards.
fn file_in_force(cwd: &Utf8Path, given: Option<&Utf8Path>) -> Result<Utf8PathBuf, Failure> {
    let Some(given) = given else { return find(cwd) };
    let path = normalize(&cwd.join(given));
    let path = if path.is_dir() { path.join(FILE_NAME) } else { path };
    if path.exists() { Ok(path) } else { Err(no_such_file(&relative_to(&path, cwd)).into()) }
}

fn no_such_file(shown: &Utf8Path) -> Diagnostic {
    Diagnostic::error("there is no such file")
        .at(Place::File(shown.to_owned()))
        .hint("`zbuild init` writes a zbuild.json")
}

fn find(cwd: &Utf8Path) -> Result<Utf8PathBuf, Failure> {
    let mut files = cwd.ancestors().map(|folder| folder.join(FILE_NAME)).filter(|file| file.is_file());
    let Some(nearest) = files.next() else {
        return Err(Diagnostic::error(format!("there is no {FILE_NAME} in {cwd} or above it"))
            .hint("`zbuild init` writes one; `--config FILE` names one elsewhere")
            .into());
    };
    // A member is built as one, by the workspace above that names its folder.
    let folder = nearest.parent().unwrap_or(cwd);
    let workspace = files.find(|file| has_member(file, folder));
    Ok(workspace.unwrap_or(nearest))
}

/// Whether a file further up is that of a workspace with this member. One that cannot be read says nothing of what
/// lies below it.
fn has_member(file: &Utf8Path, folder: &Utf8Path) -> bool {
    let root = file.parent().unwrap_or(file);
    let config = read(root, file).map(|config| config.form);
    matches!(config, Ok(Form::Workspace(form))
        if form.members.iter().any(|member| normalize(&root.join(&member.value)) == folder))
}

/// Reads a `zbuild.json`. Diagnostics name it as someone in `cwd` would.
pub(crate) fn read(cwd: &Utf8Path, path: &Utf8Path) -> Result<Config, Failure> {
    let shown = relative_to(path, cwd);
    let bytes = fs::read(path).map_err(|error| {
        Diagnostic::error(format!("cannot read the file: {error}")).at(Place::File(shown.clone()))
    })?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid =
            String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]).into_owned();
        let source = SourceFile::new(shown.clone(), &valid);
        let end = source.text.len();
        Diagnostic::error("not valid JSON: this is not UTF-8").at(Place::Text(source, end..end))
    })?;
    config::parse(&SourceFile::new(shown, &text)).map_err(Failure::usage)
}

/// The member in a folder and the file that says so; `None` if there is nothing of the kind.
fn member(cwd: &Utf8Path, folder: &Utf8Path) -> Result<Option<(Member, Utf8PathBuf)>, Failure> {
    let file = folder.join(FILE_NAME);
    if file.is_file() {
        let config = read(cwd, &file)?;
        let Form::Project(project) = config.form.clone() else {
            let place = Place::File(relative_to(&file, cwd));
            return Err(Diagnostic::error("a member cannot be a workspace itself").at(place).into());
        };
        let name = project.name.value.clone();
        let member = Member { name, folder: folder.to_owned(), kind: MemberKind::Project(config, project) };
        return Ok(Some((member, file)));
    }
    let file = folder.join("Cargo.toml");
    if !file.is_file() {
        return Ok(None);
    }
    let manifest = CrateManifest::read(&file, &relative_to(&file, cwd))?;
    let name = folder.file_name().unwrap_or(&manifest.package).to_owned();
    Ok(Some((Member { name, folder: folder.to_owned(), kind: MemberKind::Crate(manifest) }, file)))
}

/// A path as someone in `base` would write it, if it lies there; else as it is.
pub(crate) fn relative_to(path: &Utf8Path, base: &Utf8Path) -> Utf8PathBuf {
    match path.strip_prefix(base) {
        Ok(below) if below.as_str().is_empty() => Utf8PathBuf::from("."),
        Ok(below) => below.to_owned(),
        Err(_) => path.to_owned(),
    }
}
