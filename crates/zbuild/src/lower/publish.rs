//! Putting what was built where the user finds it.
//!
//! Nothing of a project is published before everything of it is built and checked: the folder may be shared
//! by profiles and targets, and holds the whole of one build or the whole of another.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};
use zbuild_engine::Action;

use super::rust::RustLibrary;
use super::scope::Links;
use super::unit::Unit;
use super::{Lowering, Product, ProductKind};
use crate::config::CrateType;
use crate::diagnostic::Diagnostic;
use crate::project::relative_to;

/// Something to publish.
#[derive(Debug)]
pub(super) struct Publication {
    member: String,
    name: String,
    kind: ProductKind,
    from: Utf8PathBuf,
    to: Utf8PathBuf,
    check: Option<String>,
}

impl Lowering<'_> {
    /// Notes a file to publish when everything of the member is there.
    pub(super) fn publish(
        &mut self,
        unit: &Unit,
        name: &str,
        kind: ProductKind,
        from: &Utf8Path,
        to: &Utf8Path,
        check: Option<&str>,
    ) {
        self.publications.push(Publication {
            member: unit.name.clone(),
            name: name.to_owned(),
            kind,
            from: from.to_owned(),
            to: to.to_owned(),
            check: check.map(ToOwned::to_owned),
        });
    }

    /// Shared libraries that a program loads.
    pub(super) fn shared_libraries(&mut self, unit: &Unit, links: &Links) {
        for file in links.shared_libraries() {
            let name = file.file_name().unwrap_or_default();
            let to = self.places.shared_libraries().join(name);
            self.publish(unit, name, ProductKind::Library, file, &to, None);
        }
    }

    /// A crate's libraries and header.
    pub(super) fn publish_rust(&mut self, unit: &Unit, library: &RustLibrary) {
        for (kind, file) in &library.files {
            let name = file.file_name().unwrap_or_default();
            let folder = match kind {
                CrateType::Staticlib => self.places.archives(),
                CrateType::Cdylib => self.places.shared_libraries(),
            };
            self.publish(unit, name, ProductKind::Library, file, &folder.join(name), None);
        }
        if let Some(header) = &library.header {
            let name = header.file_name().unwrap_or_default();
            let to = self.places.headers().join(name);
            self.publish(unit, name, ProductKind::Header, header, &to, None);
        }
    }

    /// Adds the actions for everything that was noted.
    pub(super) fn add_publications(&mut self) {
        let publications = std::mem::take(&mut self.publications);
        let mut members: BTreeMap<&str, Vec<&Publication>> = BTreeMap::new();
        let mut taken: BTreeMap<&Utf8Path, &Publication> = BTreeMap::new();
        let mut order: Vec<&str> = Vec::new();
        for publication in &publications {
            match taken.get(publication.to.as_path()) {
                None => {
                    taken.insert(&publication.to, publication);
                }
                Some(other) if other.from == publication.from => continue,
                Some(other) => {
                    let message = format!(
                        "`{}` and `{}` both leave {}",
                        other.member,
                        publication.member,
                        self.layout.relative(&publication.to)
                    );
                    self.errors.push(Diagnostic::error(message).hint("rename one of the two"));
                    continue;
                }
            }
            if !members.contains_key(publication.member.as_str()) {
                order.push(&publication.member);
            }
            members.entry(&publication.member).or_default().push(publication);
        }
        for member in order {
            self.publish_member(member, &members[member]);
        }
        self.left.extend(publications.into_iter().map(|publication| (publication.member, publication.to)));
    }

    fn publish_member(&mut self, member: &str, publications: &[&Publication]) {
        let ready = format!("ready:{}:{member}", self.relative(self.places.outputs()));
        let group = Action::group(ready.clone()).inputs(publications.iter().map(|p| p.from.as_std_path()));
        let checks = publications.iter().filter_map(|p| p.check.as_ref());
        self.graph.add(checks.fold(group, Action::after));
        for publication in publications {
            let Publication { name, kind, from, to, .. } = publication;
            let what = match kind {
                ProductKind::Program => "program",
                ProductKind::Library => "library",
                ProductKind::Header => "header",
                ProductKind::Test | ProductKind::PlainTest => "test",
            };
            // By its place: for another target another file is left, and both are remembered.
            let place = relative_to(to, &self.workspace.root);
            let action =
                Action::copy(format!("publish:{member}:{place}"), from.as_std_path(), to.as_std_path())
                    .description(format!("{what} {name}"))
                    .after(ready.clone());
            let action = self.graph.add(action);
            self.products.push(Product {
                member: member.to_owned(),
                name: name.clone(),
                kind: *kind,
                path: to.clone(),
                action,
            });
        }
    }
}
