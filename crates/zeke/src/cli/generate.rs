//! `zeke generate`.

use std::process::ExitCode;

use camino::{Utf8Path, Utf8PathBuf};
use clap::{Subcommand, ValueEnum};
use serde::Serialize;
use zeke_core::assist::{Report, fill, skeleton_prompt};
use zeke_core::finding::Language;
use zeke_core::project::Unit;
use zeke_core::proof::{Proof, Verdict};
use zeke_core::tasks::skeleton::skeleton;
use zeke_core::tasks::tests::LeftOut;
use zeke_core::tasks::wrapper::{check, wrapper};
use zeke_core::tasks::{Boundary, Library};

use super::assist::{Helped, Helper, comment, words};
use super::context::{Context, read_built};
use super::output::{Common, Generated, OutputFormat, progress, write_files};
use crate::failure::Failure;

/// `zeke generate`.
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct GenerateArgs {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    skeleton: SkeletonArgs,
}

#[derive(Subcommand)]
enum What {
    /// Write one file through which a language uses a library of the other safely.
    #[command(after_help = "\
Examples:
  zeke generate ffi-wrapper --source src/algorithms.zig --target rust --safety-checks --memory-management
  zeke generate ffi-wrapper --source rust/src/lib.rs --target zig --output src/wrapper.zig")]
    FfiWrapper(WrapperArgs),
}

#[derive(clap::Args)]
struct SkeletonArgs {
    /// The language of the side that uses the other.
    #[arg(long, value_name = "LANGUAGE", default_value = "zig")]
    lang: Target,
    /// The other side is Rust.
    #[arg(long)]
    integrate_rust: bool,
    /// The other side is Zig.
    #[arg(long, conflicts_with = "integrate_rust")]
    integrate_zig: bool,
    /// What the files and functions are called.
    #[arg(long, value_name = "NAME", default_value = "feature")]
    name: String,
    /// The folder for the files; without it they go to standard output.
    #[arg(long, value_name = "DIR")]
    output: Option<Utf8PathBuf>,
    #[command(flatten)]
    common: Common,
    /// What is wanted, in a sentence.
    #[arg(value_name = "SENTENCE")]
    sentence: Option<String>,
}

#[derive(clap::Args)]
struct WrapperArgs {
    /// The file whose exports are wrapped.
    #[arg(long, value_name = "FILE")]
    source: Utf8PathBuf,
    /// The language of the wrapper.
    #[arg(long, value_name = "LANGUAGE")]
    target: Target,
    /// Check null, lengths and enumerations; always on.
    #[arg(long)]
    safety_checks: bool,
    /// Free what the library made; always on.
    #[arg(long)]
    memory_management: bool,
    /// The file to write; without it the code goes to standard output.
    #[arg(long, value_name = "FILE")]
    output: Option<Utf8PathBuf>,
    #[command(flatten)]
    common: Common,
}

/// A language that code is written in.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Target {
    /// Rust.
    Rust,
    /// Zig.
    Zig,
}

impl Target {
    fn language(self) -> Language {
        match self {
            Self::Rust => Language::Rust,
            Self::Zig => Language::Zig,
        }
    }
}

/// Generated code with what is known about it.
#[derive(Serialize)]
struct Written {
    files: Vec<Generated>,
    /// `verified`, `refuted` or `unverified`.
    verdict: String,
    claim: String,
    receipt: Option<String>,
    left_out: Vec<LeftOut>,
}

/// Generates.
pub(crate) fn run(args: &GenerateArgs) -> Result<ExitCode, Failure> {
    match &args.what {
        Some(What::FfiWrapper(wrapper)) => run_wrapper(wrapper),
        None => run_skeleton(&args.skeleton),
    }
}

fn run_skeleton(args: &SkeletonArgs) -> Result<ExitCode, Failure> {
    let same = match args.lang {
        Target::Rust => args.integrate_rust,
        Target::Zig => args.integrate_zig,
    };
    if same {
        return Err(Failure::usage_of("--lang and the other side are the same language"));
    }
    let sentence = args.sentence.as_deref().unwrap_or_default();
    if sentence.trim().is_empty() {
        return Err(Failure::usage_of("say in a sentence what is wanted")
            .with_hint("zeke generate --lang=zig --integrate-rust \"Scale images\""));
    }
    let context = Context::load(&args.common.project)?;
    let boundary = Boundary::of(&context.project);
    let prover = context.prover();
    progress(args.common.output_format, "compiling, linking and running both sides");
    let made = skeleton(Some(&boundary), args.lang.language(), &args.name, sentence);
    let proof = prover.prove(&made.check);
    let helper = Helper::of(&context, &args.common.model, "generate", "write what `run` shall do")?;
    let mut added = match &helper {
        Some(helper) => {
            let prompt = skeleton_prompt(helper.prover(), &made, sentence);
            helper.help(prompt, |help, prompt, events| fill(help, &made, prompt, events))?
        }
        None => Helped::None,
    };
    let mut files = made.files;
    // What the model wrote stands in the place of the frame only if it holds.
    if let Helped::Done(filled, _) = &mut added {
        files = filled.take().unwrap_or(files);
    }
    let files = files.into_iter().map(|f| Generated { path: f.name, text: f.text, written: false }).collect();
    let mut written = Written::new(files, proof, Vec::new())?;
    written.believe(added.report());
    context.go_on()?;
    if let (Some(output), false) = (&args.output, matches!(added, Helped::Shown)) {
        write_files(output, &mut written.files)?;
    }
    written.show(&args.common, args.output.is_some(), added)?;
    Ok(ExitCode::SUCCESS)
}

fn run_wrapper(args: &WrapperArgs) -> Result<ExitCode, Failure> {
    // Each names a part of what is always done.
    let _ = (args.safety_checks, args.memory_management);
    let inside = Context::load(&args.common.project)?;
    let context = match inside.in_project(&args.source) {
        // A source outside of the project is a project with its folder.
        _ if !inside.surroundings.absolute(&args.source).is_file() => {
            return Err(Failure::usage_of(format!("{} is no file", args.source)));
        }
        file if holds(&inside, &file) => inside,
        _ => Context::load(
            args.source.parent().filter(|p| !p.as_str().is_empty()).unwrap_or(Utf8Path::new(".")),
        )?,
    };
    let file = context.in_project(&args.source);
    let mut boundary = Boundary::of(&context.project);
    let prover = context.prover();
    read_built(&mut boundary, &prover, &context, args.common.output_format);
    let language = args.target.language();
    let unit =
        boundary.unit_of(&file).ok_or_else(|| Failure::usage_of(format!("{file} is no Zig or Rust file")))?;
    if unit.language == language {
        return Err(Failure::usage_of(format!(
            "{file} is {language} already: name the other language with --target"
        )));
    }
    let library = boundary.libraries().find(|library| library.unit() == unit);
    let reached = behind(unit, library, &file);
    let reached: Vec<&str> = reached.iter().map(String::as_str).collect();
    let offers = |l: &Library<'_>| {
        let is_root = l.root().is_some_and(|root| reached.contains(&root));
        l.exporting_files().iter().any(|file| reached.contains(file)) || (is_root && l.has_unplaced())
    };
    let Some(library) = library.filter(offers) else {
        let how = if unit.language == Language::Zig {
            "`export fn`"
        } else {
            "`#[unsafe(no_mangle)] pub extern \"C\" fn`"
        };
        return Err(Failure::work_of(format!("{file} offers nothing to another language"))
            .with_hint(format!("declare what {language} shall call as {how}")));
    };
    let made = wrapper(library, language, &reached).map_err(|e| Failure::work(&e))?;
    let end = if language == Language::Rust { "rs" } else { "zig" };
    let stem = args.source.file_stem().unwrap_or("wrapper");
    let name = args
        .output
        .as_ref()
        .and_then(|path| path.file_name())
        .map_or_else(|| format!("{stem}.{end}"), str::to_owned);
    let proof = prover.prove(&check(language, &name, &made));
    let left_out = made.left_out.into_iter().map(|(symbol, reason)| LeftOut { symbol, reason }).collect();
    let file = Generated { path: name, text: made.text, written: false };
    let mut written = Written::new(vec![file], proof, left_out)?;
    let job = "You tell somebody how to use a wrapper of a library that was generated: which calls belong \
               together and in which order, what to free, what can fail.";
    let would = "say how the wrapper is used";
    let text = written.files.first().map_or("", |file| file.text.as_str());
    let added = comment(&context, &args.common.model, "generate", would, job, text)?;
    if matches!(added, Helped::Shown) {
        return Ok(ExitCode::SUCCESS);
    }
    context.go_on()?;
    if let Some(output) = &args.output {
        let folder = output.parent().filter(|p| !p.as_str().is_empty()).unwrap_or(Utf8Path::new("."));
        write_files(folder, &mut written.files)?;
    }
    written.show(&args.common, args.output.is_some(), added)?;
    Ok(ExitCode::SUCCESS)
}

/// The files whose exports go through a file: those that it reaches, and every file of a package
/// where it is the root, whatever way leads there.
fn behind(unit: &Unit, library: Option<Library<'_>>, file: &str) -> Vec<String> {
    let is_root = library.is_some_and(|library| library.root() == Some(file));
    if is_root && unit.has_manifest && file.ends_with("lib.rs") {
        return unit.files.iter().map(|file| file.path.clone()).collect();
    }
    zeke_core::tasks::explain::reached(unit, file)
}

fn holds(context: &Context, file: &str) -> bool {
    context.project.units.iter().any(|unit| unit.files.iter().any(|f| f.path == file))
}

impl Written {
    /// Code that does not compile is a fault, and is not shown.
    fn new(files: Vec<Generated>, proof: Proof, left_out: Vec<LeftOut>) -> Result<Self, Failure> {
        let verdict = match &proof.verdict {
            Verdict::Verified => "verified".to_owned(),
            Verdict::Unverified { reason } => format!("unverified: {reason}"),
            Verdict::Refuted { output } => {
                return Err(Failure::work_of(format!(
                    "the generated code does not hold: {}\n{output}",
                    proof.claim
                )));
            }
        };
        Ok(Self { files, verdict, claim: proof.claim, receipt: proof.receipt.map(|r| r.id), left_out })
    }

    /// Takes the claim of what a model wrote for the frame's, where it holds.
    fn believe(&mut self, report: Option<&Report>) {
        let Some(report) = report.filter(|report| report.is_verified()) else { return };
        if let Some(proof) = report.proofs.first() {
            self.claim.clone_from(&proof.claim);
            self.receipt.clone_from(&proof.receipt);
            proof.verdict.clone_into(&mut self.verdict);
        }
    }

    fn show<T>(&self, common: &Common, written: bool, added: Helped<T>) -> Result<(), Failure> {
        if matches!(added, Helped::Shown) {
            return Ok(());
        }
        // Standard output is for code.
        let said = added.report().map(words).filter(|_| common.output_format == OutputFormat::Text);
        let shown = added.put(common.output_format, "generate", self, |_| {
            if written {
                return String::new();
            }
            match self.files.as_slice() {
                [only] => only.text.clone(),
                files => {
                    let head = |f: &Generated| format!("// ==> {} <==\n{}", f.path, f.text);
                    files.iter().map(head).collect::<Vec<_>>().join("\n")
                }
            }
        });
        let receipt = self.receipt.as_ref().map_or_else(String::new, |id| format!(" (receipt {id})"));
        eprintln!("zeke: {}: {}{receipt}", self.verdict, self.claim);
        for left_out in &self.left_out {
            eprintln!("zeke: left out: {}: {}", left_out.symbol, left_out.reason);
        }
        eprint!("{}", said.unwrap_or_default());
        shown
    }
}
