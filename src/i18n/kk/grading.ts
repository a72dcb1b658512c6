/** Words of grading: the labels of the scale, what a result decides and why. */
export const grading = {
  labels: {
    excellent: 'Өте жақсы',
    good: 'Жақсы',
    satisfactory: 'Қанағаттанарлық',
    unsatisfactory: 'Қанағаттанарлықсыз',
  },
  statuses: {
    passed: 'Тапсырылды',
    fx: 'Емтихан қайта тапсырылады',
    failed: 'Пән қайта оқылады',
    'not-admitted': 'Емтиханға жіберілмеді',
  },
  reasons: {
    'midterm-below-threshold': 'Аралық бақылау балы белгіленген шектен төмен',
    'midterm-mean-below-threshold': 'Аралық бақылаулардың орташа балы белгіленген шектен төмен',
    'exam-below-threshold': 'Емтихан балы белгіленген шектен төмен',
  },
};
