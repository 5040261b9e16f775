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
fn a_budget_is_overdrawn_by_the_last_request_that_begins() {
    let meter = Arc::new(Meter::default());
    let limits = Limits { budget_day: Some(Dollars::from_nano(100)), ..Limits::default() };
    let one = [(&meter, &limits)];
    let first = admit(&one, ask(0, 0, 60)).unwrap();
    let second = admit(&one, ask(0, 0, 60)).unwrap();
    assert_eq!(
        denied(admit(&one, ask(0, 0, 1))),
        (0, Limit::BudgetDay, 1),
        "soon it is known what they used"
    );
    first.settle(used(0, 30), 0, NOW);
    second.settle(used(0, 69), 0, NOW);
    admit(&one, ask(0, 0, 1)).unwrap().settle(used(0, 1), 0, NOW);
    let left = NOW.seconds_left(NOW.periods().0);
    assert_eq!(denied(admit(&one, ask(0, 0, 0))), (0, Limit::BudgetDay, left));
    assert_eq!(meter.spent(NOW).0.nano(), 100);
    assert!(admit(&one, ask(left, 0, 0)).is_ok(), "tomorrow");
}

/// A clock that was ahead and is set right stops no budget.
#[test]
fn a_clock_that_is_set_back_forgets_nothing() {
    let meter = Arc::new(Meter::default());
    let limits = Limits { budget_month: Some(Dollars::from_nano(100)), ..Limits::default() };
    let one = [(&meter, &limits)];
    let ahead = NOW.plus_seconds(86_400 * 400);
    admit(&one, Ask { now: ahead, ..ask(0, 0, 0) }).unwrap().settle(used(0, 60), 0, ahead);
    admit(&one, ask(0, 0, 0)).unwrap().settle(used(0, 40), 0, NOW);
    assert_eq!(denied(admit(&one, ask(0, 0, 0))).1, Limit::BudgetMonth);
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

/// A request that began yesterday and ends today takes nothing from what is spent today, nor from who spends it.
#[test]
fn the_end_of_an_old_request_begins_no_old_period() {
    let meter = Arc::new(Meter::default());
    let cents = |cents: i64| Dollars::from_nano(cents);
    let limits = Limits { budget_day: Some(cents(5)), budget_month: Some(cents(9)), ..Limits::default() };
    let one = [(&meter, &limits)];
    let today = Moment::from_unix_ms(1_802_304_000_000);
    assert_eq!(today.periods().1, today.plus_seconds(86_400).periods().1, "no month begins here");
    let at = |now: Moment| Ask { now, ..ask(0, 0, 0) };
    let yesterday = today.plus_seconds(-86_400);
    let begun = || admit(&one, at(yesterday)).unwrap();
    let (long, longer, dropped) = (begun(), begun(), begun());
    admit(&one, at(today)).unwrap().settle(used(0, 5), 0, today);
    long.settle(used(0, 1), 0, yesterday);
    drop(dropped);
    assert_eq!(denied(admit(&one, at(today))).1, Limit::BudgetDay);
    assert_eq!(meter.spent(today), (cents(5), cents(6)), "the month is the same");
    meter.restore(yesterday.periods().0, cents(1));
    assert_eq!(meter.used_up(&limits, 0, today), Some(Limit::BudgetDay));
    let next_month = today.plus_seconds(86_400 * 31);
    admit(&one, at(next_month)).unwrap().settle(used(0, 2), 0, next_month);
    longer.settle(used(0, 9), 0, yesterday);
    assert_eq!(meter.spent(next_month), (cents(2), cents(2)));
}

/// A request that a subject after the first refuses gives back what it took, and nothing that others took.
#[test]
fn a_refusal_gives_back_only_what_was_taken() {
    let (key, team) = (Arc::new(Meter::default()), Arc::new(Meter::default()));
    let (limited, open, closed) = (rpm(2), Limits::default(), rpm(0));
    admit(&[(&key, &limited)], ask(0, 0, 0)).unwrap();
    admit(&[(&key, &limited)], ask(0, 0, 0)).unwrap();
    // The key's limit is lifted for a while, and its window is still there.
    for _ in 0..2 {
        assert_eq!(denied(admit(&[(&key, &open), (&team, &closed)], ask(0, 0, 0))).0, 1);
    }
    assert_eq!(denied(admit(&[(&key, &limited)], ask(0, 0, 0))), (0, Limit::Rpm, 60));
}

/// What goes on without being admitted again is asked about: also tokens may be used up.
#[test]
fn what_goes_on_may_have_used_up_its_tokens() {
    let meter = Arc::new(Meter::default());
    let limits = Limits { tpm: Some(100), ..Limits::default() };
    let mut session = admit(&[(&meter, &limits)], ask(0, 0, 0)).unwrap();
    session.book(used(99, 0), 1, NOW);
    assert_eq!(meter.used_up(&limits, 1, NOW), None);
    session.book(used(1, 0), 2, NOW);
    assert_eq!(meter.used_up(&limits, 2, NOW), Some(Limit::Tpm));
    assert_eq!(meter.used_up(&limits, 61, NOW), None, "99 of them left the window");
}
