//! `ghostllm team` and `ghostllm budget`

use serde_json::json;

use super::args::{Budget, Common, Team};
use super::directory::{change, failure, open};
use super::output::{self, Failure};
use crate::clock::{self, Period};
use crate::config::Environment;
use crate::keys::{Origin, TeamRecord};
use crate::limits::Limits;
use crate::money::Dollars;
use crate::store::{Change, Directory, Spending, Store, SubjectKind};

pub(super) fn run_team(command: Team, environment: &Environment) -> Result<(), Failure> {
    match command {
        Team::Create { name, limits, common } => {
            let team = TeamRecord {
                name: name.clone(),
                origin: Origin::Store,
                created: clock::now(),
                limits: limits.limits(),
            };
            change(&mut open(&common, environment)?, &Change::PutTeam(team.clone()))?;
            if common.json {
                return output::json(&team);
            }
            output::line(format!("team {name}: {}", described(&team.limits)))
        }
        Team::List { common } => {
            let teams = open(&common, environment)?.directory().map_err(|error| failure(&error))?.teams;
            if common.json {
                return output::json(&teams);
            }
            let rows: Vec<Vec<String>> = teams
                .iter()
                .map(|team| vec![team.name.clone(), described(&team.limits), team.created.to_string()])
                .collect();
            output::table(&["TEAM", "LIMITS", "CREATED"], &rows)
        }
        Team::Delete { name, common } => {
            change(&mut open(&common, environment)?, &Change::DeleteTeam { name: name.clone() })?;
            if common.json {
                return output::json(&json!({ "name": name, "deleted": true }));
            }
            output::line(format!("team {name} is deleted"))
        }
    }
}

pub(super) fn run_budget(command: Budget, environment: &Environment) -> Result<(), Failure> {
    match command {
        Budget::Set { key, team, day, month, common } => {
            let mut store = open(&common, environment)?;
            let directory = store.directory().map_err(|error| failure(&error))?;
            let (made, limits) = budget_change(&directory, key, team, (day, month))?;
            change(&mut store, &made)?;
            if common.json {
                return output::json(&limits);
            }
            output::line(described(&limits))
        }
        Budget::List { common } => list_budgets(&common, environment),
    }
}

type Amounts = (Option<String>, Option<String>);

fn budget_change(
    directory: &Directory,
    key: Option<String>,
    team: Option<String>,
    (day, month): Amounts,
) -> Result<(Change, Limits), Failure> {
    if day.is_none() && month.is_none() {
        return Err(Failure::usage("say --day or --month"));
    }
    let with = |mut limits: Limits| {
        if let Some(text) = day {
            limits.budget_day = amount(&text)?;
        }
        if let Some(text) = month {
            limits.budget_month = amount(&text)?;
        }
        Ok(limits)
    };
    if let Some(id) = key {
        let found = directory.keys.iter().find(|key| key.id == id);
        let found = found.ok_or_else(|| Failure::usage(format!("there is no key `{id}`")))?;
        let limits = with(found.limits.clone())?;
        return Ok((Change::LimitKey { id, limits: limits.clone() }, limits));
    }
    let name = team.unwrap_or_default();
    let found = directory.teams.iter().find(|team| team.name == name);
    let found = found.ok_or_else(|| Failure::usage(format!("there is no team `{name}`")))?;
    let limits = with(found.limits.clone())?;
    Ok((Change::PutTeam(TeamRecord { limits: limits.clone(), ..found.clone() }), limits))
}

fn amount(text: &str) -> Result<Option<Dollars>, Failure> {
    if text == "none" { Ok(None) } else { text.parse().map(Some).map_err(Failure::usage) }
}

fn list_budgets(common: &Common, environment: &Environment) -> Result<(), Failure> {
    let mut store = open(common, environment)?;
    let directory = store.directory().map_err(|error| failure(&error))?;
    let spending = store.spending(clock::now()).map_err(|error| failure(&error))?;
    let keys = directory.keys.iter().filter(|key| key.revoked.is_none());
    let keys = keys.map(|key| (SubjectKind::Key, &key.id, &key.name, &key.limits));
    let teams = directory.teams.iter().map(|team| (SubjectKind::Team, &team.name, &team.name, &team.limits));
    let all: Vec<_> = keys.chain(teams).collect();
    if common.json {
        let row = |(kind, id, name, limits): &(SubjectKind, &String, &String, &Limits)| {
            let (day, month) = spent(&spending, *kind, id);
            json!({
                "kind": kind, "id": id, "name": name,
                "budget_day": limits.budget_day, "spent_day": day,
                "budget_month": limits.budget_month, "spent_month": month,
            })
        };
        return output::json(&all.iter().map(row).collect::<Vec<_>>());
    }
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|(kind, id, name, limits)| {
            let (day, month) = spent(&spending, *kind, id);
            let of = |spent: Dollars, budget: Option<Dollars>| match budget {
                Some(budget) => format!("{spent} of {budget}"),
                None => spent.to_string(),
            };
            vec![
                kind.name().to_owned(),
                (*id).clone(),
                (*name).clone(),
                of(day, limits.budget_day),
                of(month, limits.budget_month),
            ]
        })
        .collect();
    output::table(&["KIND", "ID", "NAME", "TODAY", "THIS MONTH"], &rows)
}

fn spent(spending: &[Spending], kind: SubjectKind, id: &str) -> (Dollars, Dollars) {
    let of = |monthly: bool| {
        let is = |s: &&Spending| {
            s.subject.kind == kind && s.subject.id == id && matches!(s.period, Period::Month(_)) == monthly
        };
        spending.iter().find(is).map_or(Dollars::ZERO, |s| s.amount)
    };
    (of(false), of(true))
}

fn described(limits: &Limits) -> String {
    let parts = [
        limits.rpm.map(|n| format!("{n} requests/min")),
        limits.tpm.map(|n| format!("{n} tokens/min")),
        limits.concurrency.map(|n| format!("{n} at one time")),
        limits.budget_day.map(|d| format!("{d}/day")),
        limits.budget_month.map(|d| format!("{d}/month")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "no limits".to_owned() } else { parts.join(", ") }
}
