//! `ghostbind clean`.

use super::args::CleanArgs;
use super::render;
use crate::layout::{Layout, root_for};
use crate::lock;
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
    let waits = "waiting for the builds that go on";
    match lock::remove_folder(&layout, &env.children, &mut |_| render::stderr(waits)) {
        Ok(()) => {
            render::stderr(&format!("removed {folder}"));
            0
        }
        Err(error) => {
            let cause =
                std::error::Error::source(&error).map(|cause| format!(": {cause}")).unwrap_or_default();
            render::stderr(&format!("error: {error}{cause}"));
            1
        }
    }
}
