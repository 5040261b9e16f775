//! The rule for generated files: a command that reads inputs and writes outputs, run in the project's folder.

use std::sync::Arc;

use zbuild_engine::{Action, Command};

use super::Lowering;
use super::unit::Unit;
use super::zig::passed_on;

impl Lowering<'_> {
    /// Adds the actions of a project's `generated`.
    pub(super) fn generated(&mut self, unit: &Unit) {
        let variables = Arc::new(passed_on());
        // Thousands of them are usual, so what they share is made once.
        let place = format!("generate:{}", self.relative(&unit.folder));
        self.generated_files.reserve(unit.project.generated.iter().map(|spec| spec.outputs.len()).sum());
        for spec in &unit.project.generated {
            let Some((program, args)) = spec.command.split_first() else {
                let message = "`command` has no program";
                self.errors.push(unit.error_at(&spec.name, message).hint("the first word is the program"));
                continue;
            };
            if spec.outputs.is_empty() {
                let message = format!("`{}` has no outputs", spec.name.value);
                self.errors.push(unit.error_at(&spec.name, message).hint("name the files that it writes"));
                continue;
            }
            // A path is relative to the project; a name is looked up on PATH.
            let own = program.value.contains('/').then(|| unit.path(&program.value));
            let command = Command::new(own.as_ref().map_or(program.value.as_str(), |own| own.as_str()))
                .args(args.iter().map(|arg| arg.value.as_str()))
                .cwd(unit.folder.as_std_path())
                .environment(variables.clone());
            let outputs: Vec<_> = spec.outputs.iter().map(|output| unit.path(&output.value)).collect();
            let name = [&place, ":", &spec.name.value].concat();
            // The same files serve every target.
            if self.graph.find(&name).is_some() {
                self.generated_files.extend(outputs);
                continue;
            }
            let mut action = Action::run(name, command)
                .description(["generated ", &spec.name.value].concat())
                .stays("what a command of `generated` needs is not declared")
                .inputs(spec.inputs.iter().map(|input| unit.path(&input.value).into_std_path_buf()))
                .outputs(outputs.iter().map(|output| output.as_std_path()));
            action = own.into_iter().fold(action, Action::input);
            let action = self.graph.add(action);
            if outputs.iter().any(|output| output.extension() == Some("zig")) {
                self.generated.insert(action);
            }
            self.generated_files.extend(outputs);
        }
    }
}
