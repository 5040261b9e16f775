//! Admission: exact under parallel load, all or nothing, settled by what was used.

use std::sync::Arc;

use super::{Ask, Denied, Left, Limit, Meter, Permit, Used, admit};
use crate::clock::Moment;
use crate::limits::Limits;
use crate::money::Dollars;

const NOW: Moment = Moment::from_unix_ms(1_800_000_000_000);

fn ask(second: u64, tokens: u64, cost: i64) -> Ask {
    let now = NOW.plus_seconds(i64::try_from(second).unwrap());
    Ask { second, now, tokens, cost: Dollars::from_nano(cost) }
}

fn used(tokens: u64, cost: i64) -> Used {
    Used { tokens, cost: Dollars::from_nano(cost) }
}

fn rpm(most: u64) -> Limits {
    Limits { rpm: Some(most), ..Limits::default() }
}

fn denied(result: Result<Permit, Denied>) -> (usize, Limit, u64) {
    let denied = result.unwrap_err();
    (denied.subject, denied.limit, denied.retry_after_s)
}

#[test]
fn exactly_the_limit_passes_under_parallel_load() {
    let meter = Arc::new(Meter::default());
    let limits = rpm(100);
    let passed: usize = std::thread::scope(|scope| {
        let try_many = || (0..100).filter(|_| admit(&[(&meter, &limits)], ask(0, 0, 0)).is_ok()).count();
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(try_many)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    assert_eq!(passed, 100);
    assert_eq!(denied(admit(&[(&meter, &limits)], ask(10, 0, 0))), (0, Limit::Rpm, 50));
    assert!(admit(&[(&meter, &limits)], ask(60, 0, 0)).is_ok());
}

#[test]
fn what_one_subject_refuses_costs_the_others_nothing() {
    let (key, team) = (Arc::new(Meter::default()), Arc::new(Meter::default()));
    let (key_limits, mut team_limits) = (rpm(2), rpm(1));
    team_limits.tpm = Some(50);
    let both = [(&key, &key_limits), (&team, &team_limits)];
    let first = admit(&both, ask(0, 10, 5)).unwrap();
    for _ in 0..5 {
        assert_eq!(denied(admit(&both, ask(0, 10, 5))), (1, Limit::Rpm, 60));
    }
    assert!(admit(&[(&key, &key_limits)], ask(0, 0, 0)).is_ok(), "the second place of the key is free");
    assert_eq!((key.active(), team.active()), (1, 1));
    drop(first);
    assert_eq!((key.active(), team.active()), (0, 0));
}

#[test]
fn tokens_are_reserved_and_settled() {
    let meter = Arc::new(Meter::default());
    let limits = Limits { tpm: Some(100), ..Limits::default() };
    let one = [(&meter, &limits)];
    let remaining = |second| meter.remaining(&limits, second).tokens.unwrap();
    let permit = admit(&one, ask(0, 60, 0)).unwrap();
    assert_eq!(remaining(0).remaining, 40);
    assert_eq!(denied(admit(&one, ask(1, 41, 0))), (0, Limit::Tpm, 59));
    permit.settle(used(15, 0), 2, NOW);
    assert_eq!(remaining(2), Left { limit: 100, remaining: 85, reset_s: 58 });
    admit(&one, ask(3, 1, 0)).unwrap().settle(used(80, 0), 3, NOW);
    assert_eq!(remaining(3).remaining, 5);
    assert_eq!(denied(admit(&one, ask(3, 10, 0))), (0, Limit::Tpm, 57));
    let alone = admit(&one, ask(100, 1_000_000, 0)).unwrap();
    assert_eq!(remaining(100).remaining, 0);
    drop(alone);
    assert_eq!(remaining(100).remaining, 100);
}

#[test]
fn streams_at_one_time_are_counted() {
    let meter = Arc::new(Meter::default());
    let limits = Limits { concurrency: Some(2), ..Limits::default() };
    let one = [(&meter, &limits)];
    let first = admit(&one, ask(0, 0, 0)).unwrap();
    let _second = admit(&one, ask(0, 0, 0)).unwrap();
    assert_eq!(denied(admit(&one, ask(0, 0, 0))), (0, Limit::Concurrency, 1));
    first.settle(used(1, 1), 0, NOW);
    assert!(admit(&one, ask(0, 0, 0)).is_ok());
}

#[test]
fn a_budget_is_overdrawn_by_one_request_at_most() {
    let meter = Arc::new(Meter::default());
    let limits = Limits { budget_day: Some(Dollars::from_nano(100)), ..Limits::default() };
    let one = [(&meter, &limits)];
    let first = admit(&one, ask(0, 0, 60)).unwrap();
    let second = admit(&one, ask(0, 0, 60)).unwrap();
    let left = NOW.seconds_left(NOW.periods().0);
    assert_eq!(denied(admit(&one, ask(0, 0, 1))), (0, Limit::BudgetDay, left));
    first.settle(used(0, 30), 0, NOW);
    second.settle(used(0, 69), 0, NOW);
    admit(&one, ask(0, 0, 1)).unwrap().settle(used(0, 1), 0, NOW);
    assert_eq!(denied(admit(&one, ask(0, 0, 0))).1, Limit::BudgetDay);
    assert_eq!(meter.spent(NOW).0.nano(), 100);
    assert!(admit(&one, ask(left, 0, 0)).is_ok(), "tomorrow");
}

#[test]
fn spending_is_restored_from_the_store() {
    let meter = Arc::new(Meter::default());
    let (day, month) = NOW.periods();
    meter.restore(day, Dollars::from_nano(50));
    meter.restore(month, Dollars::from_nano(500));
    meter.restore(day, Dollars::from_nano(40));
    assert_eq!(meter.spent(NOW), (Dollars::from_nano(50), Dollars::from_nano(500)));
    let limits = Limits { budget_month: Some(Dollars::from_nano(500)), ..Limits::default() };
    assert_eq!(denied(admit(&[(&meter, &limits)], ask(0, 0, 0))).1, Limit::BudgetMonth);
}
