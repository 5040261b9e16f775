//! `ghostbind clean`.

use std::fs::{self, File};

use super::args::CleanArgs;
use super::render;
use crate::layout::{Layout, root_for};
use crate::request::Environment;

pub(super) fn run(args: &CleanArgs, env: &Environment) -> u8 {
    let layout = Layout::new(root_for(&env.cwd));
    let folder = layout.folder();
    if !folder.exists() {
        render::stderr(&format!("there is nothing to remove: {folder} does not exist"));
        return 0;
    }
    if args.dry_run {
        return render::stdout(format!("{folder}\n").as_bytes());
    }
    // Held until the end: builds that run now finish first.
    let locks: Vec<File> = held(&layout);
    match fs::remove_dir_all(&folder) {
        Ok(()) => {
            drop(locks);
            render::stderr(&format!("removed {folder}"));
            0
        }
        Err(error) => {
            render::stderr(&format!("error: cannot remove {folder}: {error}"));
            1
        }
    }
}

fn held(layout: &Layout) -> Vec<File> {
    let Ok(entries) = fs::read_dir(layout.cache("locks")) else { return Vec::new() };
    let files = entries.flatten().filter_map(|entry| File::open(entry.path()).ok());
    files.filter(|file| file.lock().is_ok()).collect()
}
