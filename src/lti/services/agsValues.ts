/** A column of the LMS's gradebook. */
export interface LineItem extends NewLineItem {
  /** The line item's own address, as the platform gave it; may hold a query. */
  readonly url: string;
}

export interface NewLineItem {
  readonly label: string;
  /** More than 0. */
  readonly scoreMaximum: number;
  /** Our id of what is graded; null when there is none. */
  readonly resourceId: string | null;
  readonly tag: string | null;
  readonly resourceLinkId: string | null;
}

/** A grade as AGS posts it. The caller keeps `timestamp` strictly rising per (line item, user). */
export interface Score {
  readonly userId: string;
  /** Null clears the grade. Zero is a grade. */
  readonly scoreGiven: number | null;
  readonly scoreMaximum: number;
  /** Sent with every score: leaving it out clears an earlier one in Moodle. */
  readonly comment: string | null;
  readonly timestamp: Date;
  readonly activityProgress: 'Initialized' | 'Started' | 'InProgress' | 'Submitted' | 'Completed';
  /** In Moodle anything but `FullyGraded` wipes the grade. */
  readonly gradingProgress: 'FullyGraded' | 'Pending' | 'PendingManual' | 'Failed' | 'NotReady';
}

/** What stands in the LMS's gradebook now; a teacher may have overridden it there. */
export interface LmsResult {
  readonly userId: string;
  /** Null: no grade. */
  readonly resultScore: number | null;
  readonly resultMaximum: number | null;
  readonly comment: string | null;
}
