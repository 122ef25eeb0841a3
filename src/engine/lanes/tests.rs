use super::*;

const A: Lane = Lane::Send("a", Money::Live);
const B: Lane = Lane::Send("b", Money::Live);

fn id(n: usize) -> TaskId {
    TaskId(format!("t{n:03}").into())
}

fn through(lanes: &mut Lanes, now: Instant) -> Vec<TaskId> {
    std::iter::from_fn(|| lanes.next(now)).map(|(_, id)| id).collect()
}

fn line_of(lane: Lane, count: usize) -> Lanes {
    let mut lanes = Lanes::new(Duration::ZERO);
    (0..count).for_each(|n| lanes.join(lane, None, id(n)));
    lanes
}

#[test]
fn a_lane_lets_so_many_through_and_the_next_when_one_leaves() {
    let mut lanes = line_of(A, 5);
    assert_eq!(through(&mut lanes, Instant::now()), [id(0), id(1), id(2)]);
    lanes.left(A);
    assert_eq!(lanes.next(Instant::now()), Some((A, id(3))));
    assert_eq!(lanes.next(Instant::now()), None);
}

#[test]
fn a_task_holds_its_place_until_it_has_ended_at_the_vendor() {
    let mut lanes = line_of(A, 5);
    through(&mut lanes, Instant::now());
    (0..3).for_each(|_| lanes.left(A));
    lanes.hold_places(&HashMap::from([(A, 3)]));
    assert_eq!(through(&mut lanes, Instant::now()), []);
    lanes.hold_places(&HashMap::from([(A, 2)]));
    assert_eq!(through(&mut lanes, Instant::now()), [id(3)]);
}

#[test]
fn practice_stands_in_a_line_of_its_own() {
    let mut lanes = line_of(A, 5);
    let practice = Lane::Send("a", Money::Practice);
    lanes.join(practice, None, id(9));
    lanes.hold_places(&HashMap::from([(A, 3)]));
    assert_eq!(through(&mut lanes, Instant::now()), [id(9)]);
}

#[test]
fn another_number_at_once_counts_from_now_on() {
    let mut lanes = line_of(A, 9);
    lanes.set_width(A, 1);
    assert_eq!(through(&mut lanes, Instant::now()), [id(0)]);
    lanes.set_width(A, 5);
    assert_eq!(through(&mut lanes, Instant::now()).len(), 4);
}

#[test]
fn one_vendors_line_does_not_hold_up_anothers() {
    let mut lanes = line_of(A, 9);
    lanes.join(B, None, id(10));
    assert!(through(&mut lanes, Instant::now()).contains(&id(10)));
}

#[test]
fn a_vendor_that_wants_to_be_left_alone_holds_up_nobody_else() {
    let mut lanes = line_of(A, 2);
    lanes.join(B, None, id(10));
    lanes.join(Lane::Poll("a"), None, id(11));
    let now = Instant::now();
    let later = now + Duration::from_secs(30);
    lanes.leave_alone(A, later);
    lanes.leave_alone(A, now + Duration::from_secs(1));
    let gone = through(&mut lanes, now);
    assert!(gone.contains(&id(10)) && gone.contains(&id(11)) && gone.len() == 2, "{gone:?}");
    assert_eq!(lanes.opens_at(), Some(later), "the longer wait counts");
    assert_eq!(through(&mut lanes, later), [id(0), id(1)]);
}

#[test]
fn a_line_that_is_shut_lets_nobody_through_until_it_is_open() {
    let mut lanes = line_of(A, 2);
    lanes.shut(A, true);
    assert_eq!((through(&mut lanes, Instant::now()), lanes.opens_at()), (vec![], None));
    lanes.shut(A, false);
    assert_eq!(through(&mut lanes, Instant::now()), [id(0), id(1)]);
}

#[test]
fn a_line_is_by_place_and_then_by_the_time_of_asking() {
    let mut lanes = Lanes::new(Duration::ZERO);
    lanes.set_width(A, 9);
    for (place, n) in [(None, 2), (Some(2), 5), (None, 1), (Some(1), 7)] {
        lanes.join(A, place, id(n));
    }
    assert_eq!(through(&mut lanes, Instant::now()), [id(7), id(5), id(1), id(2)]);
}

#[test]
fn a_line_can_be_put_in_another_order() {
    let mut lanes = line_of(A, 3);
    let places = HashMap::from([(id(2), 1), (id(0), 2), (id(1), 3)]);
    lanes.put_in_order(A, |id| places.get(id).copied());
    assert_eq!(through(&mut lanes, Instant::now()), [id(2), id(0), id(1)]);
}

#[test]
fn results_are_fetched_before_new_polls() {
    let mut lanes = Lanes::new(Duration::ZERO);
    lanes.join(Lane::Poll("a"), None, id(1));
    lanes.join(Lane::Fetch, None, id(2));
    assert_eq!(lanes.next(Instant::now()), Some((Lane::Fetch, id(2))));
}

#[test]
fn polls_keep_their_gap_however_many_wait() {
    let mut lanes = Lanes::new(Duration::from_millis(200));
    (0..9).for_each(|n| lanes.join(Lane::Poll("a"), None, id(n)));
    lanes.join(Lane::Poll("b"), None, id(20));
    let begun = Instant::now();
    assert_eq!(through(&mut lanes, begun).len(), 2, "one of each vendor");
    assert_eq!(lanes.next(begun + Duration::from_millis(199)), None);
    assert_eq!(lanes.opens_at(), Some(begun + Duration::from_millis(200)));
    assert!(lanes.next(begun + Duration::from_millis(200)).is_some());
}

#[test]
fn requests_of_every_kind_fill_one_vendors_bucket_and_no_other() {
    let mut lanes = line_of(A, 9);
    lanes.set_width(A, 9);
    lanes.limit("a", Rate { requests: 4, per_secs: 10 }, Duration::from_secs(10));
    let now = Instant::now();
    // Two uploads beside a submit.
    assert_eq!(lanes.next(now), Some((A, id(0))));
    lanes.asks(A, 2, now);
    lanes.join(Lane::Poll("a"), None, id(11));
    lanes.join(B, None, id(12));
    let gone = through(&mut lanes, now);
    assert!(
        gone.contains(&id(12)) && gone.len() == 2,
        "the other vendor's task goes, and one request is left: {gone:?}"
    );
    assert_eq!(lanes.opens_at(), Some(now + Duration::from_secs(10)));
    assert!(!through(&mut lanes, now + Duration::from_secs(10)).is_empty());
}

#[test]
fn the_same_limit_laid_on_again_forgets_no_request() {
    let mut lanes = line_of(A, 3);
    let (rate, span) = (Rate { requests: 1, per_secs: 10 }, Duration::from_secs(10));
    let now = Instant::now();
    lanes.limit("a", rate, span);
    assert_eq!(through(&mut lanes, now), [id(0)]);
    lanes.limit("a", rate, span);
    assert_eq!(through(&mut lanes, now), []);
    lanes.limit("a", Rate { requests: 2, per_secs: 10 }, span);
    assert_eq!(through(&mut lanes, now), [id(1), id(2)], "another limit begins anew");
}
